"""Judge: angles in; events, cues, metrics and a record out. Knows no camera, page or clock."""
