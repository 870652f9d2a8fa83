import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runPlimsoll, startPlimsoll } from '../run-plimsoll.ts';
import { watchMemory } from '../watch-memory.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-tracker-'));
after(() => rmSync(root, { recursive: true, force: true }));

const megabyte = 1024 ** 2;
const skip = process.platform !== 'linux' && 'only Linux tells the peak of a process';
const releases = ['bullseye', 'bookworm', 'trixie', 'forky', 'sid'];
const description = 'A flaw in the handling of crafted input lets others on the network stop the service. '.repeat(3);
const packages = 3200;
const each = 14;

/** As large as Debian's own was in 2026, and like it in what it is made of: every fifth vulnerability is of several packages. */
function writeTracker(path: string): void {
  const file = openSync(path, 'w');
  for (let number = 0; number < packages; number += 1)
    writeSync(file, `${number === 0 ? '{' : ', '}"gauge-${number}": ${JSON.stringify(vulnerabilitiesOf(number))}`);
  writeSync(file, '}\n');
  closeSync(file);
}

function vulnerabilitiesOf(number: number): object {
  const ids = Array.from({ length: each }, (_, at) =>
    at % 5 === 0 ? `CVE-2098-${10000 + at}` : `CVE-2099-${10000 + number * each + at}`,
  );
  return Object.fromEntries(
    ids.map((id, at) => [id, { scope: 'local', debianbug: number, description, releases: standingsOf(at) }]),
  );
}

function standingsOf(at: number): object {
  const standing = (release: string, index: number) => ({
    status: (at + index) % 2 === 0 ? 'resolved' : 'open',
    repositories: { [release]: `1.${at}-${index}`, [`${release}-security`]: `1.${at}-${index}+deb1` },
    ...((at + index) % 2 === 0 ? { fixed_version: `1.${at}-${index}` } : { nodsa: 'Minor issue', nodsa_reason: 'postponed' }),
    urgency: 'not yet assigned',
  });
  return Object.fromEntries(releases.map((release, index) => [release, standing(release, index)]));
}

test("Debian's tracker is imported in less than 500 MB", { skip }, async () => {
  const [tracker, database] = [join(root, 'tracker.json'), join(root, 'advisories.db')];
  writeTracker(tracker);
  const { child, ended } = startPlimsoll(['advisories', 'import', tracker, '--database', database], { cwd: root });
  const peak = watchMemory(child);
  const { code } = await ended;
  assert.equal(code, 0);
  const { stdout } = await runPlimsoll(['advisories', 'status', '-f', 'json', '--database', database], { cwd: root });
  assert.equal(JSON.parse(stdout).advisories.debian, packages * (each - 3) + 3);
  const used = (peak() ?? 0) / megabyte;
  assert.ok(used > 50 && used < 500, `${used.toFixed(0)} MB`);
});
