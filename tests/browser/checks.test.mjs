// The sites as they are built pass every check.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { checks } from './checks.mjs';
import { Desk } from './desk.mjs';

describe('checks', { concurrency: 1 }, () => {
  /** @type {Desk} */
  let desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk?.close());

  for (const { number, title, on, run } of checks) {
    test(`${number} ${title}`, async () => {
      assert.ok(on.length > 0, 'there is no page to look at');
      assert.deepEqual(await run(desk, on), []);
    });
  }
});
