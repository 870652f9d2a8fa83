import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { debianLayer } from '../sample-debian.ts';
import { SampleBlobs } from '../sample-image.ts';
import { serveImages } from '../serve-images.ts';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll-peers');
const built = existsSync(cache) ? readdirSync(cache).flatMap((name) => (name.startsWith('grype-') ? join(cache, name) : [])) : [];
const places = [...(process.env.PATH ?? '').split(delimiter), ...built];
const folder = places.find((place) => existsSync(join(place, 'grype')));
// Building it takes a quarter of an hour: `GOBIN=FOLDER go install github.com/anchore/grype/cmd/grype@v0.110.0`.
const skip = folder === undefined ? 'there is no grype, neither on the PATH nor among the peers' : false;
const folders = makeReleaseFolders('grype');
after(() => folders.remove());

test('the real Grype understands how it is called; without a database it says so, in its own words', { skip }, async () => {
  const blobs = new SampleBlobs();
  const image = blobs.image({ layers: [debianLayer({ gauge: '1.0' })] });
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'tide/gauge:1': image.digest } });
  const at = folders.place({
    'plimsoll.yaml': 'product: Tide\nversion: 1.0.0\nsources: [{ image-list: images.txt }]\nimages: [{ registry: {} }]\n',
    'images.txt': `${server.host}/tide/gauge:1\n`,
  });
  const env = { ...folders.env, PATH: `${folder}${delimiter}${process.env.PATH}`, GRYPE_DB_CACHE_DIR: join(at, 'nothing') };
  const { code, stderr } = await runPlimsoll(['scan', '--with', 'grype', '--now', '2026-01-01'], { cwd: at, env });
  server.close();
  assert.equal(code, 3);
  assert.match(stderr, /not scanned: grype failed: .*database does not exist/);
});
