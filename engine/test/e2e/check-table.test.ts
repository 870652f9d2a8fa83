import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableCheckSchema } from '../../../tools/docs/schemas/table-check.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const input = '| team | Total | Critical | High | Medium | Low |\n|-|-|-|-|-|-|\n| ours | 482 | 31 | 86 | 230 | 145 |\n';

test('check-table says what does not add up, with its cells, and that is an answer', async () => {
  const { code, stdout } = await runPlimsoll(['check-table', '-'], { input });
  assert.deepEqual(
    { code, stdout },
    {
      code: 0,
      stdout:
        'standard input: 5 numbers, 1 sums checked, 1 do not hold\n  line 3: ours, Total is 482, but 31 + 86 + 230 + 145 = 492\n',
    },
  );
});

test('check-table -f json keeps its schema', async () => {
  const { stdout } = await runPlimsoll(['check-table', '-', '-f', 'json'], { input });
  const { contradictions } = tableCheckSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    contradictions.map(({ cells }) => cells.map(({ column }) => column)),
    [['Total', 'Critical', 'High', 'Medium', 'Low']],
  );
});
