package interview

// Causes are the words for what is said about the use.
var Causes = causes
