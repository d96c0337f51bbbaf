"""What a report shows, gathered from a run or a comparison: numbers and words for the drawings of the report room."""
