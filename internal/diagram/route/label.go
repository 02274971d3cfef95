package route

func (r *router) label() {}
