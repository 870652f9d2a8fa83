import type { Gap } from '../../model/reading.ts';

/** What an entry is. `other` is a device node, a pipe or a kind that carries no file. */
export type TarEntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry of an archive, as a container runtime would unpack it. */
export interface TarEntry {
  readonly kind: TarEntryKind;
  /** Normalized: no leading or trailing slash, no empty, `.` or `..` part; empty for the root itself. */
  readonly path: string;
  /** Of the file as it would stand on disk: holes of sparse files included. Zero for all but files. */
  readonly sizeBytes: number;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** As written, for symlinks; normalized like `path` for hard links. Empty otherwise. */
  readonly target: string;
  /** The extended attribute `security.capability`, as the kernel keeps it; only where there is one. */
  readonly capability?: Uint8Array;
  /** Only of a file that is stored without its holes, which may be larger than any disk. */
  readonly isSparse?: true;
  /** The first 16 bytes of a file or fewer; valid only during the call. */
  readonly head: Uint8Array;
}

/** Takes the content of one file. */
export interface TarContentSink {
  /** The next bytes, in order, valid only during the call. */
  write(chunk: Uint8Array): void;
  /** Every byte was written. Not called when the archive breaks off before. */
  end(): void;
}

/** Takes what the parser finds. */
export interface TarSink {
  /** Each usable entry in archive order; answer with a sink to receive the content of a file. */
  entry(entry: TarEntry): TarContentSink | undefined;
  gap(gap: Gap): void;
}

/** Limits against hostile archives; going over one is a gap. */
export interface TarLimits {
  /** Entries of an archive; reading stops there. */
  readonly entries: number;
  /** Bytes of a path or link target; the entry is passed over. */
  readonly pathBytes: number;
  /** Bytes of one extended header; reading stops there. */
  readonly headerBytes: number;
  /** Data regions of one sparse file; its content is passed over. */
  readonly sparseRegions: number;
  /** Bytes of the archive and of the holes that were filled; reading stops there. */
  readonly totalBytes: number;
}

/**
 * Limits that real images stay far below.
 *
 * source  Linux PATH_MAX 4096; Go archive/tar reads extended headers up to 1 MiB
 */
export const defaultTarLimits: TarLimits = {
  entries: 2_000_000,
  pathBytes: 4096,
  headerBytes: 1024 * 1024,
  sparseRegions: 100_000,
  totalBytes: 20 * 1024 ** 3,
};
