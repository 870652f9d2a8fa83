import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import type { Release } from '../../model/release.ts';
import { packRelease } from './pack-release.ts';
import { type RecordHeader, recordSchema } from './record-format.ts';

/**
 * A release as the bytes of a record file.
 *
 * in      a release whose lists are ordered as its type says
 * out     the same bytes for the same release, whenever and wherever it is written
 * source  docs/concepts/record.md
 */
export function writeRecord(release: Release): Uint8Array {
  const body = JSON.stringify(packRelease(release));
  const header: RecordHeader = {
    schema: recordSchema,
    engine: release.engine,
    product: release.product,
    version: release.version,
    digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
  };
  const params = { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_checksumFlag]: 1 };
  return zstdCompressSync(Buffer.from(`${JSON.stringify(header)}\n${body}\n`), { params });
}
