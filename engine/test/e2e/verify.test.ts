import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { signaturesSchema } from '../../../tools/docs/schemas/signatures.ts';
import type { ImageSignatures, SignatureReport } from '../../model/signatures.ts';
import { type LoopbackRegistry, registryIsMissing, startLoopbackRegistry } from '../loopback-registry.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { sampleAuthority } from '../sample-authority.ts';
import { SampleBlobs, type SampleDescriptor, tarOf } from '../sample-image.ts';
import { attestationBlob, payloadOf, sampleKey, signatureBlob, statementOf } from '../sample-signatures.ts';

const skip = registryIsMissing();
const cosign = process.env.PLIMSOLL_COSIGN ?? 'cosign';
const skipCosign =
  skip || (spawnSync(cosign, ['version']).error !== undefined && 'cosign is neither on the PATH nor in PLIMSOLL_COSIGN');
const folders = makeReleaseFolders('e2e-verify');
const ours = sampleKey();
const theirs = sampleKey();
const blobs = new SampleBlobs();
const names = ['index', 'attested', 'theirs', 'bare', 'copied', 'keyless', 'stranger', 'huge'] as const;
const platform = { os: 'linux', architecture: 'amd64' };
const imageOf = (name: string) => ({ ...blobs.image({ layers: [tarOf({ 'etc/name': name })] }), platform });
const images = Object.fromEntries(names.map((name) => [name, imageOf(name)])) as Record<(typeof names)[number], SampleDescriptor>;
const index = blobs.index([
  images.index,
  { ...blobs.image({ architecture: 'arm64' }), platform: { os: 'linux', architecture: 'arm64' } },
]);
const identity = { issuer: 'https://issuer.example', subject: 'https://ci.example/release.yaml@refs/heads/main' };
const slsa = {
  buildType: 'https://ci.example/release',
  builder: { id: 'https://ci.example/builder' },
  invocation: { configSource: { uri: 'git+https://git.example/app' } },
};
const provenance = 'https://slsa.dev/provenance/v0.2';
let registry: LoopbackRegistry;
let at = '';

const configuration = (host: string) => `
product: A
version: "1"
sources: [{ image-list: images.txt }]
signatures:
  trustedRoot: root.json
  rules:
    - images: ${host}/team/bare
      require: nothing
    - images: ${host}/team/attested
      keys: [ours.pub]
      attestations: [{ type: slsaprovenance, builder: https://ci.example/*, source: git+https://git.example/app }]
    - images: [${host}/team/keyless, ${host}/team/stranger]
      identities: [{ issuer: ${identity.issuer}, subjectRegexp: 'https://ci\\.example/release\\.yaml@.*' }]
    - images: ${host}/team/**
      keys: [ours.pub]
      reference: true
`;

before(async () => {
  if (skip) return;
  registry = await startLoopbackRegistry(folders.folder);
  const named = (name: string) => ({ annotations: { 'org.opencontainers.image.ref.name': name } });
  const entries = names.map((name) => ({ ...(name === 'index' ? index : images[name]), ...named(name) }));
  const layout = folders.place(blobs.layoutFiles(entries));
  for (const name of names) {
    const args = [
      'copy',
      '-q',
      '--all',
      '--dest-tls-verify=false',
      `oci:${layout}:${name}`,
      `docker://${registry.host}/team/${name}:1`,
    ];
    const { status, stderr } = spawnSync('skopeo', args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  await signAll();
  at = folders.place({
    'plimsoll.yaml': configuration(registry.host),
    'images.txt': [...names, 'absent'].map((name) => `${registry.host}/team/${name}:1\n`).join(''),
    'good.txt': ['index', 'attested', 'keyless', 'bare'].map((name) => `${registry.host}/team/${name}:1\n`).join(''),
    'ours.pub': ours.pem,
    'root.json': authority.root,
  });
});
after(() => {
  registry?.stop();
  folders.remove();
});

const authority = await sampleAuthority();
const tagOf = (digest: string, ending = '') => `${digest.replace(':', '-')}${ending}`;
const repository = (name: string) => `${registry.host}/team/${name}`;

async function signAll(): Promise<void> {
  const signed = (name: string, digest: string, key = ours) => {
    const payload = payloadOf(digest, repository(name));
    return signatureBlob(payload, key.sign(payload));
  };
  const sign = (name: string, on: string, blob: ReturnType<typeof signed>) =>
    registry.attach(`team/${name}`, [blob], { tag: tagOf(on, '.sig') });
  await sign('index', index.digest, signed('index', index.digest));
  await sign('attested', images.attested.digest, signed('attested', images.attested.digest));
  await sign('theirs', images.theirs.digest, signed('theirs', images.theirs.digest, theirs));
  await sign('copied', images.copied.digest, signed('copied', images.bare.digest));
  await sign('huge', images.huge.digest, { ...signed('huge', images.huge.digest), bytes: Buffer.alloc(5_000_000, ' ') });
  const statement = statementOf(images.attested.digest, provenance, slsa);
  await registry.attach('team/attested', [attestationBlob(statement, ours)], { tag: tagOf(images.attested.digest, '.att') });
  await bundle('keyless', identity);
  await bundle('stranger', { ...identity, subject: 'https://evil.example/release.yaml@refs/heads/main' });
}

/** As cosign 3 attaches it: a bundle as a referrer. */
async function bundle(name: 'keyless' | 'stranger', who: typeof identity): Promise<void> {
  const subject = images[name];
  const statement = statementOf(subject.digest, 'https://sigstore.dev/cosign/sign/v1', {});
  const blob = await authority.signBundle(statement, who);
  const artifactType = blob.mediaType;
  const artifact = await registry.attach(`team/${name}`, [blob], { artifactType, subject });
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  await registry.put(`team/${name}`, tagOf(subject.digest), {
    ...{ schemaVersion: 2, mediaType },
    manifests: [{ ...artifact, artifactType }],
  } as { mediaType: string });
}

const run = (...args: readonly string[]) => folders.run(at, 'verify', ...args);
const nameOf = ({ image }: ImageSignatures) => /team\/(.*):/.exec(image)?.[1] ?? '';

test('each image is what its signatures make it, and the counts sum to the images', { skip }, async () => {
  const { code, stdout, stderr } = await run('-f', 'json');
  const report = signaturesSchema.parse(JSON.parse(stdout)) as unknown as SignatureReport;
  const told = Object.fromEntries(report.images.map((image) => [nameOf(image), `${image.state} ${image.accepted}`]));
  assert.deepEqual(told, {
    index: 'verified true',
    attested: 'verified true',
    keyless: 'verified true',
    bare: 'unsigned true',
    theirs: 'unverified false',
    copied: 'invalid false',
    stranger: 'invalid false',
    huge: 'invalid false',
    absent: 'unknown false',
  });
  const total = Object.values(report.counts).reduce((sum, count) => sum + count, 0);
  assert.deepEqual([total, report.accepted], [9, 4]);
  assert.equal(code, 3, stderr);
  const of = (name: string) => report.images.find((image) => nameOf(image) === name);
  assert.match(of('index')?.because ?? '', /index/);
  assert.match(of('copied')?.because ?? '', /another image/);
  assert.match(of('stranger')?.because ?? '', /evil\.example/);
  const [signature] = of('keyless')?.signatures ?? [];
  assert.deepEqual(signature?.signer, { kind: 'identity', ...identity });
  assert.match(signature?.signedAt ?? '', /^20\d\d-/);
  const attested = of('attested')?.signatures.find(({ kind }) => kind === 'attestation');
  assert.equal(attested?.content?.builder, 'https://ci.example/builder');
});

test('the exit code is 0 where all is held, 1 where not, and options stand in for rules', { skip }, async () => {
  const options = ['--trusted-root', 'root.json', '--certificate-identity', identity.subject];
  const issuer = ['--certificate-oidc-issuer', identity.issuer];
  const good = await folders.run(at, 'verify', 'good.txt', '--key', 'ours.pub', ...options, ...issuer);
  assert.equal(good.code, 1, good.stderr);
  assert.match(good.stdout, /3 of 4 images have what is demanded: 3 verified, 0 unverified, 0 invalid, 1 unsigned, 0 unknown/);
  const strict = await folders.run(at, 'verify', 'good.txt');
  assert.equal(strict.code, 1);
  assert.match(strict.stdout, /0 of 4 images/);
  const torn = folders.place({ 'images.txt': 'Not An Image!\n', 'ours.pub': ours.pem });
  assert.equal((await folders.run(torn, 'verify', 'images.txt', '--key', 'ours.pub')).code, 3);
  const half = await folders.run(at, 'verify', 'good.txt', ...options);
  assert.equal(half.code, 2);
  assert.match(half.stderr, /issuer/);
  const rootless = await folders.run(at, 'verify', 'good.txt', '--certificate-identity', 'a', ...issuer);
  assert.equal(rootless.code, 2);
  assert.match(rootless.stderr, /trusted root/);
});

test('what is not asked for is not passed: offline leaves the registry out', { skip }, async () => {
  const { code, stdout } = await run('--offline');
  assert.equal(code, 3);
  assert.match(stdout, /9 unknown/);
});

test('a layout that the signatures were copied into needs no network', { skip }, async () => {
  const [name, digest] = ['attested', images.attested.digest];
  const release = folders.place({ 'images.txt': `${repository(name)}:1\n` });
  const layout = 'images: [{ oci-layout: layout }]\n';
  for (const tag of ['1', tagOf(digest, '.sig'), tagOf(digest, '.att')]) {
    const place = `oci:${release}/layout:${repository(name)}:${tag}`;
    const args = ['copy', '-q', '--src-tls-verify=false', `docker://${repository(name)}:${tag}`, place];
    const { status, stderr } = spawnSync('skopeo', args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  const files = { 'ours.pub': ours.pem, 'root.json': authority.root, 'plimsoll.yaml': configuration(registry.host) + layout };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(release, path), content);
  const { code, stdout, stderr } = await folders.run(release, 'verify', '--offline');
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /1 of 1 images have what is demanded: 1 verified/);
});

test('cosign verifies what the test signs, and what cosign signs and attests is verified', { skip: skipCosign }, async () => {
  const home = folders.place({ 'ours.pub': ours.pem, 'predicate.json': JSON.stringify(slsa) });
  const ask = (...args: readonly string[]) =>
    spawnSync(cosign, args, { cwd: home, encoding: 'utf8', env: { ...process.env, ...folders.env, COSIGN_PASSWORD: '' } });
  const image = `${repository('attested')}@${images.attested.digest}`;
  const known = ['--key', 'ours.pub', '--insecure-ignore-tlog', '--allow-http-registry'];
  const agree = (...args: readonly string[]) => {
    const { status, stderr } = ask(...args);
    assert.equal(status, 0, `${args[0]}: ${stderr}`);
  };
  agree('verify', ...known, image);
  agree('verify-attestation', ...known, '--type', 'slsaprovenance', image);
  agree('generate-key-pair');
  const bare = `${repository('bare')}@${images.bare.digest}`;
  const own = ['--key', 'cosign.key', '--tlog-upload=false', '--allow-http-registry', '-y'];
  agree('sign', ...own, bare);
  agree('attest', ...own, '--type', 'slsaprovenance', '--predicate', 'predicate.json', bare);
  const release = folders.place({ 'one.txt': `${repository('bare')}:1\n` });
  const { code, stdout } = await folders.run(release, 'verify', 'one.txt', '--key', `${home}/cosign.pub`, '-f', 'json');
  assert.equal(code, 0, stdout);
  const [verified] = (JSON.parse(stdout) as SignatureReport).images;
  assert.deepEqual(verified?.signatures.map(({ kind, state }) => `${kind} ${state}`).toSorted(), [
    'attestation verified',
    'signature verified',
  ]);
});
