"""What templates of this layer can say."""
