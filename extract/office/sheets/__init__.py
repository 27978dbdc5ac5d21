"""Spreadsheets as they are shown: xlsx, xls, Excel's XML of 2003 and ods to grids and lines."""
