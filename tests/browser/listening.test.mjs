// What a screen reader is told of a page: Chromium's accessibility tree as a
// text. UPDATE=listening tests/browser/run.sh writes it anew; read it then.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Desk, drawn } from './desk.mjs';

const golden = new URL('golden/listening.txt', import.meta.url);

/** What says nothing by itself. */
const silent = new Set(['none', 'generic', 'InlineTextBox', 'LineBreak', 'ListMarker', 'RootWebArea', 'MathMLMath']);
/** What is told beside role and name. */
const told = ['level', 'checked', 'expanded', 'pressed', 'disabled', 'roledescription', 'hasPopup'];

test('a page as it is heard', async (t) => {
  const desk = await Desk.open();
  t.after(() => desk.close());
  const page = await desk.at('torture:시험/듣는-노트/', { width: 1280 });
  await drawn(page);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const text = `${lines(nodes).join('\n')}\n`;
  if (process.env.UPDATE === 'listening') return writeFile(golden, text);
  assert.equal(text, await readFile(golden, 'utf8'));
});

/** The tree as lines: role, "name", what else is told. */
function lines(nodes) {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const out = [];
  const visit = (node, depth, heard) => {
    const role = node.role?.value ?? 'none';
    if (role === 'time') return; // when the page was committed last is not a matter of the page
    const name = (node.name?.value ?? '').replace(/\s+/g, ' ').replace(/\u2060/g, '').trim();
    const isText = role === 'StaticText';
    // Text that is the name of what it stands in has been heard.
    const isHeard = node.ignored || silent.has(role) || (isText && (!name || heard.includes(name)));
    if (!isHeard) {
      const more = (node.properties ?? []).filter(({ name, value }) => told.includes(name) && value.value !== undefined && value.value !== 'false').map(({ name, value }) => `${name} ${value.value}`);
      out.push('  '.repeat(depth) + [isText ? `“${name}”` : role, ...(isText || !name ? [] : [`“${name}”`]), ...more].join(' '));
    }
    for (const id of node.childIds ?? []) visit(byId.get(id), depth + (isHeard ? 0 : 1), isHeard ? heard : name);
  };
  visit(nodes[0], 0, '');
  return out;
}
