import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gateSchema } from '../../../tools/docs/schemas/gate.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { readXml } from '../../formats/xml/read-xml.ts';
import type { Release } from '../../model/release.ts';
import { gitlabSchema } from '../gitlab-schema.ts';
import { hostileRelease } from '../hostile-report.ts';
import { junitFaults } from '../junit-schema.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { sampleRelease } from '../sample-release.ts';
import { errorsBy, schemaErrors, withoutSchemas } from '../sbom-schemas.ts';

const folders = makeReleaseFolders('gate');
after(() => folders.remove());

/** An image that an SBOM stands for, with a package that an advisory speaks of. */
const sbom = (version: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'container', name: 'registry.example/tide/gauge', version: '1.0' } },
    components: [
      { type: 'library', name: 'lodash', version, purl: `pkg:npm/lodash@${version}`, licenses: [{ license: { id: 'MIT' } }] },
    ],
  });
const osv = JSON.stringify({
  id: 'GHSA-0000-0000-0001',
  aliases: ['CVE-2020-0001'],
  published: '2020-01-01T00:00:00Z',
  modified: '2020-01-01T00:00:00Z',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
    },
  ],
});
const configuration = (policy: string, images = 'registry.example/tide/gauge:1.0') => ({
  'plimsoll.yaml': `product: Harbor\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ sbom: sboms }]\npolicy:\n${policy}\n`,
  'images.txt': `${images}\n`,
  'sboms/gauge.json': sbom('4.17.20'),
  'feed/osv.json': osv,
});
const none = '  gate: [{ severity: CRITICAL, fixable: true, max: 0 }]';
const one = '  gate: [{ severity: CRITICAL, fixable: true, max: 1 }]';
const ratchet = '  gate: [{ severity: HIGH, fixable: true, since: previous, max: 0 }]';
const both = 'registry.example/tide/gauge:1.0\nregistry.example/tide/lost:1.0';

async function scanned(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const at = folders.place(files);
  const imported = await folders.run(at, 'advisories', 'import', 'feed', '--database', 'a.db', '-q');
  assert.equal(imported.code, 0, imported.stderr);
  const ended = await folders.run(at, 'scan', '--database', 'a.db', '--now', '2026-01-01', '-o', 'r.plimsoll', '-q', ...args);
  return { at, ...ended };
}

const rows: readonly (readonly [name: string, policy: string, images: string | undefined, code: number, says: RegExp])[] = [
  ['what is demanded holds', one, undefined, 0, /The gate says yes: what is demanded holds\./],
  [
    'a threshold is exceeded',
    none,
    undefined,
    1,
    /NO .*findings CRITICAL, with a fix: at most 0\n.*1 counted, of 1 findings \(plimsoll\.yaml:6\)/,
  ],
  ['an image is not read', one, both, 3, /The gate says yes.*Coverage is incomplete/],
  ['both: the higher code wins', none, both, 3, /The gate says no: 1 of 1 demand does not hold\. Coverage is incomplete/],
  ['both, where the policy allows what is not read', `${none}\n  coverage: { unread: 1 }`, both, 1, /The gate says no/],
  ['a license is denied', '  licenses: { deny: [MIT] }', undefined, 1, /MIT is denied/],
  ['nothing is demanded', '  coverage: complete', undefined, 0, /Nothing is demanded/],
];

for (const [name, policy, images, code, says] of rows) {
  test(`exit ${code}: ${name}; scan --gate says it, and gate of its record`, async () => {
    const { at, code: ended, stdout, stderr } = await scanned(configuration(policy, images), '--gate');
    assert.equal(ended, code, stderr);
    assert.match(stdout, says);
    const again = await folders.run(at, 'gate', 'r.plimsoll');
    assert.equal(again.code, code, again.stderr);
    assert.match(again.stdout, says);
    assert.ok(stdout.endsWith(again.stdout));
  });
}

test('a scan without --gate ends by its coverage alone', async () => {
  assert.equal((await scanned(configuration(none))).code, 0);
});

test('the ratchet: what was there may stay, and a scan that cannot be judged is refused before it begins', async () => {
  const { at, code, stderr } = await scanned(configuration(ratchet), '--gate');
  assert.equal(code, 2);
  assert.match(stderr, /^plimsoll: plimsoll\.yaml:6:10: `since: previous` compares with an older record, and none was given/);
  assert.equal((await folders.run(at, 'scan', '--database', 'a.db', '--now', '2026-01-01', '-o', 'old.plimsoll', '-q')).code, 0);
  assert.equal((await folders.run(at, 'gate', 'old.plimsoll')).code, 2);
  assert.equal((await folders.run(at, 'gate', 'old.plimsoll', '--against', 'old.plimsoll')).code, 0);
  writeFileSync(join(at, 'sboms/gauge.json'), sbom('4.17.21'));
  const clean = await folders.run(
    at,
    'scan',
    '--database',
    'a.db',
    '--now',
    '2026-01-01',
    '-o',
    'clean.plimsoll',
    '-q',
    '--gate',
    '--against',
    'old.plimsoll',
  );
  assert.equal(clean.code, 0, clean.stderr);
  const worse = await folders.run(at, 'gate', 'old.plimsoll', '--against', 'clean.plimsoll', '-f', 'json');
  assert.equal(worse.code, 1);
  const document = gateSchema.parse(JSON.parse(worse.stdout));
  assert.deepEqual([document.against, document.rules[0]?.counted], ['1', 1]);
});

test('a record that is matched again is judged by the policy that it keeps, or by the one that is named', async () => {
  const { at } = await scanned(configuration(none));
  const again = ['scan', '--reuse', 'r.plimsoll', '--database', 'a.db', '-q', '--gate', '-o', 'again.plimsoll'];
  assert.equal((await folders.run(at, ...again)).code, 1);
  const elsewhere = folders.place({});
  const kept = await folders.run(elsewhere, 'gate', join(at, 'again.plimsoll'));
  assert.equal(kept.code, 1, kept.stderr);
  const { at: other } = await scanned(configuration(one));
  assert.equal((await folders.run(elsewhere, 'gate', join(at, 'again.plimsoll'), '-c', join(other, 'plimsoll.yaml'))).code, 0);
});

test('what an exception takes out does not count, and is told', async () => {
  const excused = {
    ...configuration(none),
    'exceptions/lodash.yaml':
      'exceptions:\n  - { id: E-1, vulnerability: CVE-2020-0001, package: lodash, type: accepted, owner: wg-tide, reason: not reachable, expires: 2027-01-01 }\n',
  };
  const text = `${excused['plimsoll.yaml']}exceptions: exceptions/*.yaml\n`;
  const { code, stdout, stderr } = await scanned({ ...excused, 'plimsoll.yaml': text }, '--gate');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /0 counted, of 0 findings; 1 more is taken out by statements or exceptions/);
});

test('a policy that nothing could be judged by is refused with line and column', async () => {
  const at = folders.place(configuration('  gate: [{ severity: SEVERE, max: -1 }]'));
  const { code, stderr } = await folders.run(at, 'scan', '--gate');
  assert.equal(code, 2);
  assert.match(stderr, /plimsoll\.yaml:6:12: `SEVERE` is not one of CRITICAL/);
  assert.match(stderr, /plimsoll\.yaml:6:30: write 0 or more/);
});

const formats = ['json', 'junit', 'sarif', 'github', 'github-summary', 'gitlab', 'terminal'];
const reports = [
  'csv',
  'sarif',
  'junit',
  'gitlab',
  'github',
  'github-summary',
  'prometheus',
  'licenses',
  'licenses-csv',
  'licenses-json',
];
let records: string;
before(() => {
  const policy = { gate: [{ unit: 'finding', max: 0, place: { file: 'plimsoll.yaml', line: 1, column: 1 } }] };
  const write = (release: Release) => writeRecord({ ...release, policy: policy as unknown as NonNullable<Release['policy']> });
  records = folders.place({ 'plain.plimsoll': write(sampleRelease), 'hostile.plimsoll': write(hostileRelease) });
});

for (const format of formats)
  test(`gate -f ${format} gives the same bytes twice, and the same exit code, whatever the names are`, async () => {
    for (const record of ['plain.plimsoll', 'hostile.plimsoll']) {
      const first = await folders.run(records, 'gate', record, '-f', format);
      const second = await folders.run(records, 'gate', record, '-f', format, '--explain');
      assert.equal(first.code, 3, first.stderr);
      if (format !== 'terminal') assert.equal(first.stdout, second.stdout);
      if (format === 'json') gateSchema.parse(JSON.parse(first.stdout));
    }
  });

for (const format of reports)
  test(`report -f ${format} gives the same bytes twice, whatever the names are`, async () => {
    for (const record of ['plain.plimsoll', 'hostile.plimsoll']) {
      const [first, second] = [
        await folders.run(records, 'report', record, '-f', format),
        await folders.run(records, 'report', record, '-f', format),
      ];
      assert.equal(first.code, 0, first.stderr);
      assert.ok(first.stdout.length > 0);
      assert.equal(first.stdout, second.stdout);
    }
  });

/** What of a form breaks its schema, as sentences. */
const faultsIn: Readonly<Record<string, (text: string) => readonly string[]>> = {
  junit: (text) => {
    const root = readXml(text);
    return 'name' in root ? junitFaults(root) : [root.trouble];
  },
  sarif: (text) => (withoutSchemas ? [] : schemaErrors('sarif-2.1.0')(JSON.parse(text))),
  // The hostile names are no references, which is what GitLab wants there; records of real images hold nothing else.
  gitlab: (text) => errorsBy(gitlabSchema)(JSON.parse(text)).filter((error) => !/\/location\/image must match/.test(error)),
  github: (text) =>
    text
      .trimEnd()
      .split('\n')
      .filter((line) => !/^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,)?title=[^,:]*::\P{Cc}*$/u.test(line)),
};

for (const command of ['gate', 'report'])
  for (const [format, faults] of Object.entries(faultsIn))
    test(`what ${command} -f ${format} writes keeps to the form's own schema`, async () => {
      for (const record of ['plain.plimsoll', 'hostile.plimsoll']) {
        const { stdout } = await folders.run(records, command, record, '-f', format);
        assert.notEqual(stdout, '');
        assert.deepEqual(faults(stdout), [], record);
      }
    });

test('SARIF tells code scanning how severe each rule is', async () => {
  const { stdout } = await folders.run(records, 'report', 'plain.plimsoll', '-f', 'sarif');
  const [{ tool }] = JSON.parse(stdout).runs;
  for (const { properties } of tool.driver.rules) assert.match(String(properties['security-severity']), /^\d+(?:\.\d+)?$/);
});
