import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from './http-client.ts';
import { backoffMs, createPatientClient, retryAfterMs } from './retry.ts';

const now = Date.UTC(2026, 0, 1);
const cases: readonly (readonly [header: string | undefined, ms: number | undefined])[] = [
  [undefined, undefined],
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['', undefined],
];

for (const [header, ms] of cases) test(`Retry-After ${header}: ${ms} ms`, () => assert.equal(retryAfterMs(header, now), ms));

test('pauses double, and chance shortens them by half at most', () => {
  assert.deepEqual(
    [1, 2, 3].map((attempt) => backoffMs(attempt, 1)),
    [250, 500, 1000],
  );
  assert.equal(backoffMs(1, 0), 125);
  assert.equal(backoffMs(60, 1), 60_000);
});

/** What the other side does each time: a status, a status with Retry-After, or no answer. */
type Step = number | readonly [status: number, retryAfter: string] | 'silence' | 'unknown';

async function play(steps: readonly Step[]): Promise<{ told: number | string; sent: number; waitedMs: number }> {
  let sent = 0;
  let waitedMs = 0;
  const send = async (): Promise<HttpResponse> => {
    const step = steps[sent++] ?? 200;
    if (step === 'silence') throw Object.assign(new Error('nobody there'), { code: 'ECONNREFUSED' });
    if (step === 'unknown') throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const [status, after] = typeof step === 'number' ? [step] : step;
    return { status, header: () => after, body: (async function* () {})(), discard() {}, cut() {} };
  };
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  const client = createPatientClient({ send, close() {} }, { now: () => now, random: () => 1, sleep });
  const request = { method: 'GET', url: new URL('http://registry.example/'), headers: {} } as const;
  // The first answer is that of a host that was there before.
  if (steps[0] === 200) await client.send(request);
  const told = await client.send(request).then(
    ({ status }) => status,
    ({ message }: Error) => message,
  );
  return { told, sent, waitedMs };
}

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);
const plays: readonly (readonly [name: string, steps: readonly Step[], told: number | string, sent: number, waitedMs: number])[] =
  [
    ['an answer', [200], 200, 2, 0],
    ['404', [404], 404, 1, 0],
    ['a host that was never there', times(9, 'silence'), 'nobody there', 5, 3750],
    ['a host that restarts', [200, ...times(6, 'silence')], 200, 8, 15_750],
    ['a host that was there and is gone', [200, ...times(20, 'silence')], 'nobody there', 9, 31_750],
    ['a name that is none', ['unknown'], 'no such name', 1, 0],
    ['a storm of 429 at a host that answered', [200, ...times(8, [429, '1'])], 200, 10, 8000],
    ['429 from the start', times(9, 429), 429, 5, 3750],
    ['429 for an hour', [200, [429, '3600']], 429, 2, 0],
    ['500 always', [200, ...times(9, 500)], 500, 6, 3750],
  ];
for (const [name, steps, told, sent, waitedMs] of plays)
  test(`patience: ${name}: ${told}`, async () => assert.deepEqual(await play(steps), { told, sent, waitedMs }));
