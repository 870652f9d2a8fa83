import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogers } from './all.ts';
import { askedOf } from './asked-of.ts';
import { wantsFile } from './read-file.ts';

const heads = ['', '\x7fELF', 'PK\x03\x04', 'JAVA_VERSION="21"'].map((text) => Buffer.from(text, 'latin1'));
/** What paths that catalogers want are made of, and much that is near. */
const parts = [
  ...['var/lib/dpkg', 'status', 'status.d', 'info', 'bash.list', 'updates', '0001', 'lib/apk/db', 'installed', 'usr/lib'],
  ...['var/lib/rpm', 'rpmdb.sqlite', 'rpmdb.sqlite-wal', 'Packages', 'Packages.db', 'opt/jdk', 'release', 'x.jar', 'X.WAR'],
  ...['node_modules', 'package.json', '.yarn/cache', 'a.zip', 'x.dist-info', 'METADATA', 'PKG-INFO', 'EGG-INFO', 'x.egg'],
  ...['x.egg-info', 'conda-meta', 'a-1-0.json', 'site-library', 'DESCRIPTION', 'app.deps.json', 'specifications', 'a.gemspec'],
  ...['rocks-5.1', 'a-1.rockspec', 'composer', 'installed.json', 'opt/bitnami', '.spdx-x.spdx', 'var/lib/db/sbom', 'a.spdx.json'],
  ...['usr/bin', 'nginx', 'kubelet', 'libssl.so.3', 'J.JAR', 'é', ''],
];
const path = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string()), { minLength: 1, maxLength: 4 })
  .map((all) => all.join('/'));
const ask = askedOf(catalogers);

test('property: whoever wants a file is asked, in order, and its path ends as was said', () => {
  fc.assert(
    fc.property(path, fc.constantFrom(...heads), (written, head) => {
      const file = { path: written, sizeBytes: 10, mode: 0o755, head };
      const wanting = catalogers.filter((cataloger) => wantsFile(cataloger, file) === true);
      assert.deepEqual(
        ask(written).filter((cataloger) => wanting.includes(cataloger)),
        wanting,
      );
      for (const { id, endings } of wanting)
        assert.ok(endings?.some((ending) => written.toLowerCase().endsWith(ending.toLowerCase())) ?? true, id);
    }),
    { numRuns: 2000 },
  );
});

test('few are asked of a path that says nothing', () => {
  assert.ok(ask('srv/data/0001').length < catalogers.length / 2);
  assert.deepEqual(askedOf([])(''), []);
});
