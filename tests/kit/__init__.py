"""The net under the tests: made-up regions of any size, builds shared by all workers, outputs read back."""
