import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { HostileCase, HostileRun } from './hostile-world.ts';

/** What no input may take beyond what a scan without it takes, beyond unpacking it, and beyond its own size. */
const most = { seconds: 2, bytes: 300 * 1024 ** 2 };

/**
 * Asserts that a scan took little more than `usual`, which had nothing hostile in it.
 *
 * in      timesUnpacking: takes up to so many times what unpacking it takes, where that is more than others may take
 */
export function smallBeyond(usual: HostileRun): (run: HostileRun, hostile: HostileCase, timesUnpacking?: number) => void {
  return ({ cpuSeconds = 0, peakBytes = 0 }, hostile, timesUnpacking = 0) => {
    const own = [...(hostile.blobs?.blobs.values() ?? [])].map(unpack);
    const unpackingSeconds = own.reduce((sum, blob) => sum + blob.seconds, 0);
    const seconds = cpuSeconds - (usual.cpuSeconds ?? 0) - unpackingSeconds;
    const bytes = peakBytes - (usual.peakBytes ?? 0) - own.reduce((sum, blob) => sum + blob.sizeBytes, 0);
    const cost = `${seconds.toFixed(2)} s (unpacking takes ${unpackingSeconds.toFixed(2)} s) and ${Math.round(bytes / 1024 ** 2)} MB more than usual`;
    assert.ok(seconds < Math.max(most.seconds, timesUnpacking * unpackingSeconds) && bytes < most.bytes, cost);
  };
}

/** What it takes to unpack and hash a blob, and how large it is then; a blob that cannot be unpacked is as large as it is. */
function unpack(blob: Uint8Array): { readonly seconds: number; readonly sizeBytes: number } {
  const before = process.cpuUsage();
  let sizeBytes = blob.length;
  try {
    const unpacked = gunzipSync(blob);
    createHash('sha256').update(unpacked).digest();
    sizeBytes = unpacked.length;
  } catch {
    // Broken on purpose.
  }
  const { user, system: kernel } = process.cpuUsage(before);
  return { seconds: (user + kernel) / 1e6, sizeBytes };
}
