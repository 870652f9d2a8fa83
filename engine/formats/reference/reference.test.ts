import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalize, isSameImage, parseReference, toCanonical } from './reference.ts';

const a64 = 'a'.repeat(64);
const a128 = 'b'.repeat(128);

/** The tricky ones are those of distribution/reference's own tests, and of users. */
const canonical: readonly (readonly [name: string, text: string, out: string])[] = [
  ['a bare name', 'nginx', 'docker.io/library/nginx:latest'],
  ['a tag', 'nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['an organization', 'grafana/grafana:10', 'docker.io/grafana/grafana:10'],
  ['a registry by its dot', 'quay.io/a/b', 'quay.io/a/b:latest'],
  ['a registry by its port', 'registry:5000/a', 'registry:5000/a:latest'],
  ['localhost', 'localhost/a', 'localhost/a:latest'],
  ['localhost with a port and a tag', 'localhost:5000/a:b', 'localhost:5000/a:b'],
  ['a registry by its upper case, as Docker has it', 'FOO/bar', 'FOO/bar:latest'],
  ['a port is not a tag', 'host.example:80/x', 'host.example:80/x:latest'],
  ['a name like a host, alone', 'docker.io', 'docker.io/library/docker.io:latest'],
  ['digits after a lone name are a tag', 'localhost:5000', 'docker.io/library/localhost:5000'],
  ['library is filled in', 'docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['the old name of Docker Hub', 'index.docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['library for no other registry', 'quay.io/nginx', 'quay.io/nginx:latest'],
  ['a digest alone stays alone', `a@sha256:${a64}`, `docker.io/library/a@sha256:${a64}`],
  ['tag and digest both stay', `quay.io/a:1@sha256:${a64}`, `quay.io/a:1@sha256:${a64}`],
  ['sha512', `a@sha512:${a128}`, `docker.io/library/a@sha512:${a128}`],
  ['two underscores', 'a__b', 'docker.io/library/a__b:latest'],
  ['many dashes', 'a---b/c', 'docker.io/a---b/c:latest'],
  ['IPv4', '10.0.0.1/x', '10.0.0.1/x:latest'],
  ['IPv6 with a port', '[2001:db8::1]:5000/x:1', '[2001:db8::1]:5000/x:1'],
  ['a deep path', 'r.example/a/b/c/d:1', 'r.example/a/b/c/d:1'],
  ['a tag of 128', `a:${'t'.repeat(128)}`, `docker.io/library/a:${'t'.repeat(128)}`],
  ['a tag with upper case', 'a:V1_x.Y-z', 'docker.io/library/a:V1_x.Y-z'],
  ['a path of 255', `r.example/${'a'.repeat(255)}`, `r.example/${'a'.repeat(255)}:latest`],
  ['63 hexadecimal digits', 'a'.repeat(63), `docker.io/library/${'a'.repeat(63)}:latest`],
  ['64 hexadecimal digits in an organization', `x/${a64}`, `docker.io/x/${a64}:latest`],
];

for (const [name, text, out] of canonical) {
  test(`canonical: ${name}`, () => {
    assert.equal(canonicalize(text), out);
    assert.equal(canonicalize(out), out);
  });
}

const refused: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['a space', 'a b'],
  ['a line end', 'nginx\n'],
  ['upper case in the path', 'quay.io/Foo/bar'],
  ['upper case without a registry', 'Foo'],
  ['a scheme', 'https://quay.io/a'],
  ['an empty tag', 'a:'],
  ['an empty path component', 'a//b'],
  ['a slash at the end', 'quay.io/a/'],
  ['a slash in front', '/a'],
  ['two dots', 'a..b'],
  ['three underscores', 'a___b'],
  ['a dash in front', '-a'],
  ['a dash at the end', 'a-'],
  ['a dash beside an underscore', 'a-_b'],
  ['a host that begins with a dash', '-x.example/a'],
  ['a host with an underscore', 'x_y.example/a'],
  ['a port that is no number', 'x.example:p/a'],
  ['a tag of 129', `a:${'t'.repeat(129)}`],
  ['a tag that begins with a dot', 'a:.b'],
  ['a tag that begins with a dash', 'a:-b'],
  ['two tags', 'a:b:c'],
  ['a path of 256', `r.example/${'a'.repeat(256)}`],
  ['64 hexadecimal digits', a64],
  ['a digest of 63', `a@sha256:${a64.slice(1)}`],
  ['a digest of 65', `a@sha256:${a64}a`],
  ['an upper-case digest', `a@sha256:${a64.toUpperCase()}`],
  ['a digest without an algorithm', `a@${a64}`],
  ['an unknown algorithm', `a@md5:${'a'.repeat(32)}`],
  ['a short digest of sha512', `a@sha512:${a64}`],
  ['two digests', `a@sha256:${a64}@sha256:${a64}`],
  ['only a digest', `@sha256:${a64}`],
  ['a template', '{{ .Values.image }}'],
  ['a variable', '$IMAGE'],
  ['IPv6 without brackets', '::1/x'],
];

for (const [name, text] of refused) test(`refused: ${name}`, () => assert.equal(parseReference(text), undefined));

const sameness: readonly (readonly [name: string, one: string, other: string, same: boolean])[] = [
  ['the same text after filling in', 'nginx', 'docker.io/library/nginx:latest', true],
  ['equal digests in two registries', `a@sha256:${a64}`, `quay.io/b:1@sha256:${a64}`, true],
  ['other digests under one tag', `a:1@sha256:${a64}`, `a:1@sha256:${'c'.repeat(64)}`, false],
  ['a digest known on one side', 'a:1', `a:1@sha256:${a64}`, false],
  ['other tags', 'a:1', 'a:2', false],
];

for (const [name, one, other, same] of sameness) {
  test(`one image: ${name}`, () => {
    const [a, b] = [parseReference(one), parseReference(other)];
    assert.ok(a && b);
    assert.equal(isSameImage(a, b), same);
    assert.equal(isSameImage(b, a), same);
  });
}

test('property: any text is refused or has one canonical spelling that reads back as itself', () => {
  const piece = fc.stringMatching(/^[aA0._\-:/@[\]]{0,12}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), piece), (text) => {
      const reference = parseReference(text);
      if (!reference) return;
      const out = toCanonical(reference);
      assert.equal(canonicalize(out), out);
    }),
    { numRuns: 2000 },
  );
});

test('hostile texts of a megabyte cost nothing', () => {
  for (const part of ['a', 'a-', 'a/', 'a.', '_', 'a:', '@', '[:']) parseReference(part.repeat(500_000));
  for (const part of ['a', 'a-', 'a/', 'a.', '_', 'a:', '@', '[:']) {
    const text = `${part.repeat(390)}!`;
    for (let round = 0; round < 2000; round++) parseReference(text);
  }
});
