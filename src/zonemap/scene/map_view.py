"""A map composed for every output: ground, boundaries, marks, names, arrow and bar, as items in points."""

# Above 300 lines because a map is one class: what is laid over what, and what each layer leaves free.

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonemap.analysis.legend_classes import Legend
from zonemap.core.names import both_names
from zonemap.core.vocabulary import label, point_terms
from zonemap.region.region import Region
from zonemap.scene.context import around_items, around_names, layer_items, seat_items, shade_items
from zonemap.scene.furniture import Furniture, beside_map, degree_labels, find_room, frame_line, graticule
from zonemap.scene.items import Box, Disc, Group, Item, Label, MapGroup, Mark, Paint, Path, Point
from zonemap.scene.land import Plane
from zonemap.scene.lettering import fit_line, main_lang
from zonemap.scene.marks import COLOURED, Tone, count_mark, halo, sample_mark
from zonemap.scene.names import Names, place_names, width_of_count
from zonemap.scene.placement import Placer, clip_to
from zonemap.scene.spreading import pull_inside
from zonemap.scene.zone_marks import Placed, ZoneMark, place_marks
from zonemap.style.inks import DIM, INK, LAND, LINE, OUTLINE, PAPER, SOFT, WATER, mix
from zonemap.style.reader import quantity

_PALE = 0.45
"""Share of their colour that the marks of zones keep beside totals of counties."""

_INSET = 2.6
"""How far inside its county the outline of a host county is drawn, points."""

Move = tuple[Point, Point]
"""Where a point was and where it is: longitude and latitude."""


@dataclass
class MapView:
    """A map in the making: each call lays something over what is there.

    Parameters
    ----------
    region
        The zones that are shown, on their day.
    plane
        Where the ground lies.
    lang
        ``zh``, ``en`` or ``both``.
    tone
        In colours or greys.
    least
        Smallest type size, points.
    """

    region: Region
    plane: Plane
    lang: str = "zh"
    tone: Tone = COLOURED
    least: float = quantity("size.map.least")
    items: list[Item] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    furniture: Furniture | None = None
    outlines: dict[tuple[str, ...], BaseGeometry] = field(default_factory=dict, repr=False)

    def add(self, items: Sequence[Item], name: str = "", about: str = "") -> None:
        """Add items as a group, none when there are none."""
        if items:
            self.items.append(Group(tuple(items), name, about))

    def reserve_furniture(self, clear: Sequence[BaseGeometry] = (), *, beside: Point | None = None) -> None:
        """Keep room for north arrow and scale bar, as clear as can be of some areas, else of all counties.

        With a place ``beside`` the map they stand there.
        """
        self.furniture = find_room(self.plane, clear) if beside is None else beside_map(self.plane, beside)
        self.taken += [self.furniture.north, self.furniture.scale]

    def covers(self, box: Box) -> bool:
        """Tell whether arrow, bar, note or totals stand on a box."""
        return any(shapely.intersects(shapely.box(*one), shapely.box(*box)) for one in self.taken)

    def draw_water(self, *, degrees: float = 0) -> None:
        """Draw what is no land and what lies around, with meridians and parallels where these have a size."""
        ground = WATER if len(self.region.counties) else LAND  # without counties nobody knows what is water
        self.items.append(Path(self.plane.frame, Paint(self.tone.ground(ground))))
        self.draw_around()
        if degrees:
            lines = graticule(self.plane, self.tone)
            labels = degree_labels(self.plane, lines, degrees, self.taken)
            self.taken += [label_.box for label_ in labels]
            self.add([*lines.values(), *labels])

    def draw_around(self) -> None:
        """Draw the counties around the region, where they are known."""
        name = label("context", "neighbours", main_lang(self.lang))
        self.add(around_items(self.plane, self.lang, self.tone), name, name)

    def draw_counties(
        self, fills: Mapping[str, Paint] | None = None, *, focus: str = "", outlined: bool = True
    ) -> None:
        """Draw the counties.

        Parameters
        ----------
        fills
            How counties are filled, by adcode, that are not in the colour of land.
        focus
            The county that the map is about: the others are dimmed; empty for all of them.
        outlined
            Whether a map of all counties has the outline of the region.
        """
        if self.region.counties.empty:
            return
        words = main_lang(self.lang)
        names = {code: both_names(county).of(words) for code, county in self.region.county_rows.items()}
        about = label("deck", "about_county", words)
        shapes = []
        for code in sorted(map(str, self.plane.counties.index), key=lambda code: code == focus):
            fill, width = (DIM, "dim") if focus and code != focus else (LAND, "county")
            paint = (fills or {}).get(code, Paint(self.tone.ground(fill)))
            line, thick = (OUTLINE, "outline") if focus == code else (LINE, width)
            look = Paint(
                **{
                    **vars(paint),
                    "line": paint.line or line,
                    "width": paint.width or quantity(f"line.{thick}"),
                }
            )
            geometry = clip_to(self.plane.counties[code], self.plane.box)
            shapes.append(Path(geometry, look, f"{names[code]} {code}", about.format(name=names[code])))
        if outlined and not focus:
            outline = label("deck", "name_outline", words)
            paint = Paint(line=OUTLINE, width=quantity("line.outline"))
            shapes.append(Path(clip_to(self.plane.whole, self.plane.box), paint, outline, outline))
        described = label("deck", "about_counties", words).format(n=len(self.plane.counties))
        self.add(shapes, label("table", "counties", words), described)
        title = label("context", "title", words)
        self.add(shade_items(self.region, self.plane, self.lang, self.tone), title, title)
        layers = layer_items(self.plane, self.lang, self.tone)
        self.add([*layers, *seat_items(self.region, self.plane, self.tone)], title, title)

    def draw_boundaries(
        self, legend: Legend, only: Collection[str] | None = None, *, hosts: Collection[str] = ()
    ) -> None:
        """Draw each zone's boundary by its basis, what lies outside the box left out.

        Parameters
        ----------
        legend
            The classes of the zones.
        only
            Ids of the zones; None for all.
        hosts
            Ids of the zones whose host county is outlined where only that is known, as they are what the map
            is about.
        """
        words, shapes = main_lang(self.lang), list[Item]()
        shown = map(str, self.region.shown.index)
        for zone_id in shown if only is None else filter(set(only).__contains__, shown):
            zone = self.region.rows[zone_id]
            basis, outline = zone["basis"], zone["geometry"]
            if not (zone_id in hosts if basis == "host_county" else basis and outline is not None):
                continue
            if basis == "host_county":
                laid = self._host(zone["counties"])
            else:
                laid = shapely.simplify(self.plane.project(outline), 0.15)
            laid = clip_to(laid, self.plane.box)
            name, paint = both_names(zone).of(words), self.tone.boundary(basis, legend.class_of(zone_id))
            about = label("deck", "about_boundary", words)
            about = about.format(name=name, basis=label("basis", basis, words))
            shapes.append(Path(laid, paint, f"{name} {zone_id}", about))
        described = label("deck", "about_boundaries", words).format(n=len(shapes))
        self.add(shapes, label("geopackage", "zones", words), described)

    def _host(self, hosts: Sequence[str]) -> BaseGeometry:
        """Return the outline of host counties, drawn in a little, its narrow necks closed."""
        key = tuple(hosts)
        if key not in self.outlines:
            laid = shapely.make_valid(self.plane.to_plane(self.plane.land.flat[list(hosts)].to_numpy()))
            whole = shapely.union_all(shapely.simplify(laid, 0.3))
            drawn_in = shapely.buffer(shapely.buffer(whole, -_INSET - 1.5), 1.5)
            self.outlines[key] = shapely.simplify(drawn_in, 0.5)
        return self.outlines[key]

    def draw_moves(self, moves: Mapping[str, Move], legend: Legend) -> None:
        """Draw a line from where the point of a zone was, with a ring there, to where it is."""
        shapes: list[Item] = []
        for zone_id, (before, now) in moves.items():
            name = both_names(self.region.rows[zone_id]).of(main_lang(self.lang))
            described = label("diff", "moved_from", main_lang(self.lang)).format(name=name)
            reach, width = quantity("line.moved_end"), quantity("line.moved")
            ends = self.plane.points(*zip(before, now, strict=True))
            start, end = pull_inside(ends, self.plane.box, reach)
            color = self.tone.line(legend.class_of(zone_id).color)
            line = Paint(line=color, width=width)
            shapes.append(Path(shapely.LineString([start, end]), line, described, described))
            shapes.append(Disc(start, reach, Paint(PAPER, color, width=width), described, described))
        self.add(shapes)

    def draw_totals(self, legend: Legend, zones: Legend, placed: Placed) -> Placed:
        """Draw the totals of counties over the marks of zones, which are pale and make way; return these.

        The largest is placed first, in its county where the marks leave room, else where other totals do.
        """
        words, discs, marks = main_lang(self.lang), list[Mark](), placed.boxes()
        for code, area in sorted(self.plane.counties.items(), key=lambda one: -legend.class_of(one[0]).size):
            style, name = legend.class_of(code), both_names(self.region.counties.loc[code]).of(words)
            reach = quantity("size.map.mark") * style.scale
            middle, wide = area.representative_point(), 2 * reach + 1
            tried = (Placer(self.plane.box, boxes) for boxes in ([*self.taken, *marks], self.taken))
            found = filter(None, (placer.place(area, wide, wide) for placer in tried))
            x, y = next(found, (middle.x, middle.y))
            self.taken.append((x - reach, y - reach, x + reach, y + reach))
            disc = sample_mark(style, "operating", (x, y), reach, tone=self.tone)
            discs.append(replace(disc, name=f"{name} {code}", about=f"{name} {style.label.of(words)}"))
        held = [(disc.place, disc.radius) for disc in discs]
        placed = place_marks(self.region, zones, self.plane, placed.radius, held=held)
        self.draw_marks(placed, numbered=False, pale=_PALE)
        title = legend.title.of(words)
        self.add(discs, title, title)
        return placed

    def draw_marks(
        self,
        placed: Placed,
        *,
        radius: float = 0,
        numbered: bool = True,
        counts: bool = True,
        halos: bool = True,
        pale: float = 0,
    ) -> None:
        """Draw marks; a hairline leads from one that was set apart to where it belongs.

        Parameters
        ----------
        placed
            The marks.
        radius
            Of a mark; 0 for that with which they were placed.
        numbered
            Whether they bear their numbers.
        counts, halos
            Whether the counting marks are drawn, and the halos of zones of which the county alone is known.
        pale
            Share of their colour that is left, without status and hairline, for marks beside the matter; 0
            for marks as they are.
        """
        words = main_lang(self.lang)
        drawn = sorted((mark for mark in placed.marks if mark.place), key=lambda mark: -mark.rank)
        lines = [] if pale else [item for mark in drawn for item in self._leader(mark, words)]
        marks = [self._mark(mark, radius or placed.radius, numbered, pale, words) for mark in drawn]
        is_host = self.region.zones["basis"] == "host_county"
        soft = [halo(mark) for mark in marks if is_host[mark.zone]] if halos and not pale else []
        counted = [
            item for one in placed.counts for item in count_mark(one.place, self.least, len(one.zones))
        ]
        described = label("deck", "about_symbols", words).format(n=len(marks))
        title = label("deck", "name_symbols", words)
        self.add([*soft, *lines, *marks, *(counted if counts else [])], title, described)

    def _leader(self, mark: ZoneMark, words: str) -> list[Item]:
        """Return the hairline of a mark that was set apart."""
        assert mark.place is not None
        if np.hypot(mark.place[0] - mark.point[0], mark.place[1] - mark.point[1]) <= 0.1:
            return []
        name = both_names(self.region.rows[mark.zone_id]).of(words)
        described = label("deck", "name_leader", words).format(name=name)
        line = Paint(line=INK, width=quantity("line.leader"))
        return [
            Path(shapely.LineString([mark.point, mark.place]), line, described, described),
            Disc(mark.point, quantity("line.leader_end"), Paint(INK), described, described),
        ]

    def _mark(self, mark: ZoneMark, radius: float, numbered: bool, pale: float, words: str) -> Mark:
        """Return the mark of a zone."""
        assert mark.place is not None
        zone = self.region.rows[mark.zone_id]
        name = both_names(zone).of(words)
        about = label("deck", "about_symbol", words).format(
            name=name,
            kind=self.region.words.term("kind", zone["kind"]).label(words),
            status=label("status", mark.status, words),
            point=point_terms()[zone["point_basis"]].label(words),
        )
        return Mark(
            mark.place,
            radius * mark.style.scale,
            mark.style.symbol,
            mix(mark.style.color, pale) if pale else mark.style.color,
            "operating" if pale else mark.status,
            str(mark.number) if numbered else "",
            mark.style.pattern,
            is_grey=self.tone.is_grey,
            type_size=max(radius, self.least, quantity("mark.least_number")),
            zone=mark.zone_id,
            name=label("deck", "name_symbol", words).format(name=name, zone=mark.zone_id),
            about=about,
        )

    def draw_names(self, size: float, placed: Placed, *, focus: str = "", taken: Sequence[Box] = ()) -> Names:
        """Write the counties' names where there is room, clear of marks, arrow, bar and each other.

        Returns
        -------
        What was written, and how many have no room.
        """
        covered = [*self.taken, *placed.boxes(), *taken]
        counted = width_of_count(self.lang, self.least)
        note_box = self.furniture.note_box(covered, counted) if self.furniture else (0.0, 0.0, 0.0, 0.0)
        room = note_box[2] - note_box[0]
        covered.append(note_box)
        names = place_names(
            self.region, self.plane, covered, size, self.least, self.lang, self.tone, focus=focus, note=room
        )
        title = label("deck", "name_county_names", main_lang(self.lang))
        self.add(names.items, title, title)
        lang = self.lang if names.fits(self.lang, self.least, room) else main_lang(self.lang)
        if note := names.note(lang):
            self.taken.append(note_box)
            left, _, right, bottom = note_box
            line = fit_line(note, self.least, right - left)
            self.items += [Label((left, bottom - 3), line, self.least, SOFT, halo=WATER)] if line else []
        leaders = [item.geometry.bounds for item in names.items if isinstance(item, Path)]
        covered += leaders
        around = around_names(self.plane, covered, self.items, self.least, self.lang, self.tone)
        self.add(around, label("context", "neighbours", main_lang(self.lang)))
        return names

    def draw_furniture(self, *, frame: bool = True) -> None:
        """Draw north arrow, scale bar and, where the map has one, its frame."""
        if self.furniture is None:
            self.reserve_furniture()
        assert self.furniture is not None
        self.items += self.furniture.items(self.plane, self.lang, max(self.least, quantity("size.map.scale")))
        if frame:
            self.items.append(frame_line(self.plane.box))

    def draw_edge(self) -> None:
        """Draw a thin line around a small map."""
        self.items.append(Path(self.plane.frame, Paint(line=LINE, width=quantity("line.edge"))))

    def group(self, about: str = "") -> MapGroup:
        """Return the map."""
        return self.plane.group(self.items, label("deck", "name_map", main_lang(self.lang)), about)
