"""Pictures, drawn as SVG from what a view shows and from nothing else."""
