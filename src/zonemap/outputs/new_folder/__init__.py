"""A data folder for any prefecture of China: its counties, and tables to fill in."""
