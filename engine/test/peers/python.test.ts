import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import { python } from '../../gather/packages/python/python.ts';

const skip = spawnSync('python3', ['--version']).status === 0 ? false : 'not installed: python3';

/** Every distribution of one folder, as Python's own reader of metadata lists them. */
const script = `
import importlib.metadata as m, json, re, sys
folder = sys.argv[1]
print(json.dumps(sorted({re.sub(r'[-_.]+', '-', d.metadata['Name']).lower() + '@' + d.version for d in m.distributions(path=[folder]) if d.metadata['Name']})))
`;

test('every folder of this machine’s Python holds what importlib.metadata lists', { skip }, () => {
  const listing = execFileSync('python3', ['-c', 'import sys; print("\\n".join(p for p in sys.path if p))'], {
    encoding: 'utf8',
  });
  const folders = listing.split('\n').filter((folder) => folder && statSync(folder, { throwIfNoEntry: false })?.isDirectory());
  assert.ok(folders.length > 0);
  for (const folder of folders) {
    const theirs: string[] = JSON.parse(execFileSync('python3', ['-c', script, folder], { encoding: 'utf8' }));
    const files = globSync(['*.dist-info/METADATA', '*.egg-info/PKG-INFO', '*.egg-info'], { cwd: folder })
      .map((path) => path.split(sep).join('/'))
      .filter((path) => statSync(join(folder, path)).isFile());
    const ours = files.flatMap((path) => {
      assert.ok(python.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), path);
      return python.read({ path, content: contentOf(readFileSync(join(folder, path))) }).items;
    });
    assert.deepEqual([...new Set(ours.map((one) => `${one.name}@${one.version}`))].toSorted(), theirs.toSorted(), folder);
  }
});
