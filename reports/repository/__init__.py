"""The pages of the repository of recommendations: written, reviewed, published, looked at again."""
