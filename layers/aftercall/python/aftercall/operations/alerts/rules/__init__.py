"""One module for each thing that is watched; each rule gives its verdicts on one moment's readings."""
