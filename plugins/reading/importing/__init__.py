"""Events of an outside calendar, as files that an editor reads before anybody else."""
