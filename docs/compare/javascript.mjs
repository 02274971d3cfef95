// Markdown to HTML as a parser of the JavaScript world does it, for emphasis.mjs:
//
//	node docs/compare/javascript.mjs markdown-it|micromark FOLDER
//
// FOLDER is where npm has installed the parser.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [parser, folder] = process.argv.slice(2);
const from = createRequire(resolve(folder, 'package.json'));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const source = readFileSync(0, 'utf8');

if (parser === 'markdown-it') {
  const { default: markdownIt } = await load('markdown-it');
  process.stdout.write(markdownIt({ html: true }).render(source));
} else {
  const { micromark } = await load('micromark');
  const { gfmStrikethrough, gfmStrikethroughHtml } = await load('micromark-extension-gfm-strikethrough');
  process.stdout.write(micromark(source, {
    allowDangerousHtml: true,
    extensions: [gfmStrikethrough()],
    htmlExtensions: [gfmStrikethroughHtml()],
  }));
}
