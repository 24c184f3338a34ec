"""The tables as a workbook, and as a copy in which every faulty cell is marked."""
