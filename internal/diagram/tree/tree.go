// Package tree reads a file tree, as the tool tree prints it or as an indented
// list.
package tree
