"""Phase 5: who looks for partners, what is open to them, and what becomes of bodies."""
