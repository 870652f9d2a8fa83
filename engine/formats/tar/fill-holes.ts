import type { OfferedFile } from './offer-file.ts';
import type { SparseMap } from './sparse-map.ts';
import type { TarContentSink } from './tar-entry.ts';

const zeros = new Uint8Array(64 * 1024);

/**
 * A sink for the stored bytes of a sparse file that hands the file with its holes on.
 *
 * in      a sound map; `spend` is asked before a hole is filled and answers false when the limit is reached
 * out     the inner sink is not ended when the limit stopped it
 */
export function fillHoles(map: SparseMap, inner: OfferedFile, spend: (bytes: number) => boolean): TarContentSink {
  let position = 0;
  let region = 0;
  let stopped = false;
  const zeroTo = (end: number) => {
    while (position < end && !stopped) {
      // Logs of a terabyte that are all hole exist in real layers; nobody wants them, so they cost nothing.
      const length = inner.isPassed() ? end - position : Math.min(zeros.length, end - position);
      position += length;
      if (inner.isPassed()) return;
      if (spend(length)) inner.write(zeros.subarray(0, length));
      else stopped = true;
    }
  };
  const regionEnd = () => (map.regions[region] ?? 0) + (map.regions[region + 1] ?? 0);
  return {
    write(chunk) {
      for (let at = 0; at < chunk.length && !stopped; ) {
        while (region < map.regions.length && position >= regionEnd()) region += 2;
        zeroTo(map.regions[region] ?? position);
        if (stopped) return;
        const length = Math.min(chunk.length - at, regionEnd() - position);
        if (length <= 0) return;
        inner.write(chunk.subarray(at, at + length));
        at += length;
        position += length;
      }
    },
    end() {
      zeroTo(map.sizeBytes);
      if (!stopped) inner.end();
    },
  };
}
