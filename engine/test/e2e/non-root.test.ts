import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { writeTar } from '../../formats/tar/write-tar.ts';
import type { NonRootRow, NonRootValues } from '../../model/non-root.ts';
import { makeBase, type NonRootCase, nonRootCases, whyNoImages } from '../non-root-cases.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { whyNotRunAs } from '../run-as.ts';
import { SampleBlobs } from '../sample-image.ts';
import { startContainer } from '../start-container.ts';

const skip = whyNotRunAs() ?? whyNoImages() ?? false;
const folders = makeReleaseFolders('non-root');
after(() => folders.remove());

const base = skip ? new Uint8Array() : makeBase();
const nameOf = (index: number) => `case-${index}`;
let rows = new Map<string, Pick<NonRootRow, 'verdict' | 'values' | 'because'>>();

/** As the pod of a case says it to Kubernetes. */
function toPod({ mounts = [], dropsAll = false, settings = {} }: NonRootCase, index: number): object {
  const { fsGroup, supplementalGroups, sysctls, capabilities: _capabilities, ...own } = settings;
  const list = Object.entries(sysctls ?? {}).map(([name, value]) => ({ name, value }));
  const kinds = { emptyDir: () => ({ emptyDir: {} }), claim: () => ({ persistentVolumeClaim: { claimName: 'c' } }) };
  const volumes = mounts.map(({ kind, mode }, at) => ({
    name: `v${at}`,
    ...(kind === 'secret' ? { secret: { secretName: 's', ...(mode !== undefined && { defaultMode: mode }) } } : kinds[kind]()),
  }));
  const container = {
    name: 'c',
    image: `registry.example/${nameOf(index)}:1`,
    volumeMounts: mounts.map(({ path }, at) => ({ name: `v${at}`, mountPath: path })),
    securityContext: { ...own, ...(dropsAll && { capabilities: { drop: ['ALL'] } }) },
  };
  const securityContext = {
    ...(fsGroup !== undefined && { fsGroup }),
    ...(supplementalGroups && { supplementalGroups }),
    sysctls: list,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: nameOf(index) },
    spec: { securityContext, volumes, containers: [container] },
  };
}

before(async () => {
  if (skip) return;
  const blobs = new SampleBlobs();
  const entries = nonRootCases.map(({ files = [], image }, index) => {
    const layers = [base, ...(files.length > 0 ? [writeTar(files)] : [])];
    const annotations = { 'org.opencontainers.image.ref.name': `registry.example/${nameOf(index)}:1` };
    return {
      ...blobs.image({ layers, configuration: { config: image } }),
      platform: { os: 'linux', architecture: 'amd64' },
      annotations,
    };
  });
  const at = folders.place({
    'plimsoll.yaml': 'product: Tide\nversion: "1"\nsources: [{ yaml: pods.yaml }]\nimages: [{ oci-layout: images }]\n',
    'pods.yaml': nonRootCases.map((one, index) => JSON.stringify(toPod(one, index))).join('\n---\n'),
  });
  await blobs.writeLayout(join(at, 'images'), entries);
  const scanned = await folders.run(at, 'scan', '--now', '2026-01-01', '-o', 'r.plimsoll', '-q');
  assert.match(String(scanned.code), /^[03]$/, scanned.stderr);
  const hardened = await folders.run(at, 'harden', 'r.plimsoll', '-f', 'json');
  const { nonRoot } = hardenSchema.parse(JSON.parse(hardened.stdout));
  rows = new Map(nonRoot.map((row) => [row.resource.name, row as NonRootRow]));
});

/** Starts the case afresh, with its own settings and these. */
function works(one: NonRootCase, values: NonRootValues): boolean {
  const root = join(folders.place({}), 'root');
  mkdirSync(root);
  for (const layer of [base, writeTar(one.files ?? [])]) {
    const args = ['-x', '-p', '--numeric-owner', '--xattrs', '--xattrs-include=security.capability', '-C', root];
    assert.equal(spawnSync('tar', args, { input: layer }).status, 0);
  }
  for (const path of Object.keys(one.image.Volumes ?? {})) mkdirSync(join(root, path), { recursive: true });
  const { image, mounts = [], dropsAll = false, settings = {} } = one;
  const result = startContainer({
    root,
    user: image.User ?? '',
    words: image.Entrypoint,
    workingDirectory: image.WorkingDir ?? '/',
    mounts,
    dropsAll,
    settings: { ...settings, ...values },
  });
  if (result === 'refused') return false;
  return (result.code === null || result.code === 0) && (one.prints?.test(result.output) ?? true);
}

for (const [index, one] of nonRootCases.entries())
  test(`without root: ${one.name}: ${one.verdict}`, { skip }, () => {
    const row = rows.get(nameOf(index));
    assert.ok(row);
    assert.equal(row.verdict, one.verdict, row.because.join('\n'));
    const { values = {} } = row;
    if (one.verdict === 'ready-with') assert.deepEqual(values, one.values);
    assert.equal(works(one, values), one.verdict !== 'blocked', row.because.join('\n'));
    if (one.verdict === 'blocked') assert.equal(works(one, { runAsUser: 0 }), !one.isBroken, 'it is not root that it needs');
    if (one.verdict !== 'ready-with') return;
    for (const name of Object.keys(values).filter((each) => each !== 'runAsNonRoot')) {
      const { [name as keyof NonRootValues]: _left, ...rest } = values;
      assert.ok(!works(one, rest), `it works without ${name} too`);
    }
  });
