package route

// seg is a straight part of a link.
type seg struct{}

// spread draws links apart that lie on one line.
func (r *router) spread() {}
