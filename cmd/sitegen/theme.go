package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/spf13/cobra"

	"sitegen/internal/diag"
	"sitegen/internal/eject"
)

func themeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "theme COMMAND",
		Short:   "list or copy the files of the default theme",
		Example: "  sitegen theme eject footer.html",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(themeListCommand(), themeEjectCommand())
	return cmd
}

func themeListCommand() *cobra.Command {
	var root string
	cmd := &cobra.Command{
		Use:     "list [--root DIR]",
		Short:   "list the files of the default theme, and which of them the project replaces",
		Example: "  sitegen theme list",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listTheme(cmd.OutOrStdout(), root)
		},
	}
	cmd.Flags().StringVar(&root, "root", ".", "project folder `DIR`")
	return cmd
}

func themeEjectCommand() *cobra.Command {
	var root string
	cmd := &cobra.Command{
		Use:   "eject [--root DIR] FILE...",
		Short: "copy files of the default theme into the project, to change them there",
		Long: `Copies files of the default theme into the project, where they stand in the
place of the defaults. FILE is a path that "sitegen theme list" shows, or the end
of one. Files of the project are never written over.

What is copied no longer changes with sitegen. To add styles, nothing need be
copied: every file in static/assets/css/ joins the theme's.`,
		Example: "  sitegen theme eject partials/footer.html css/20-header.css",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return eject.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{"eject takes the name of a file; sitegen theme list shows them", usageOf(cmd)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := themeFiles(cmd, args)
			if err != nil {
				return err
			}
			for _, file := range files {
				if err := eject.Write(root, file); errors.Is(err, fs.ErrExist) {
					return fmt.Errorf("%s is there already, and stays as it is", file)
				} else if err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), file)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&root, "root", ".", "project folder `DIR`")
	return cmd
}

// themeFiles finds all files that are asked for before the first is written.
func themeFiles(cmd *cobra.Command, names []string) ([]string, error) {
	var files []string
	for _, name := range names {
		file, err := eject.Find(name)
		var several eject.AmbiguousError
		switch {
		case errors.As(err, &several):
			return nil, usageError{fmt.Sprintf("%q may be %v", name, several), usageOf(cmd)}
		case err != nil:
			return nil, usageError{fmt.Sprintf("the theme has no file %q%s", name, nearTheme(name)), usageOf(cmd)}
		}
		files = append(files, file)
	}
	return files, nil
}

// nearTheme asks whether another file was meant, comparing whole paths and last names.
func nearTheme(name string) string {
	all := eject.Names()
	if near := diag.Nearest(name, all); near != "" {
		return fmt.Sprintf(", did you mean %s?", near)
	}
	var bases []string
	for _, full := range all {
		bases = append(bases, path.Base(full))
	}
	return didYouMean(path.Base(name), bases, "")
}

func listTheme(w io.Writer, root string) error {
	states, err := eject.States(root)
	if err != nil {
		return err
	}
	said := map[eject.State]string{eject.Same: "  as the default, in the project", eject.Changed: "  replaced by the project"}
	for i, name := range eject.Names() {
		fmt.Fprintf(w, "%s%s\n", name, said[states[i]])
	}
	return nil
}
