"""Phase 4: who carries which task, and how adequate the scale is at which it is carried out."""
