import { Buffer } from 'node:buffer';
import { type ExtendedHeader, readPaxRecords } from './extended-header.ts';
import {
  blockBytes,
  decodeName,
  type HeaderFields,
  hasRightChecksum,
  isZeroBlock,
  readHeaderFields,
  readNumber,
} from './header-fields.ts';
import { type InterpretedEntry, interpretEntry } from './interpret-entry.ts';
import { offerFile } from './offer-file.ts';
import { sparseBody } from './sparse-body.ts';
import { readOldRegions, type SparseMap } from './sparse-map.ts';
import { defaultTarLimits, type TarContentSink, type TarLimits, type TarSink } from './tar-entry.ts';

const unit = 'formats/tar';

/** A parser that is pushed chunks. */
export interface TarParser {
  /** The next bytes of the archive; chunks may be of any size. */
  push(chunk: Uint8Array): void;
  /** No more bytes come. Answers whether the archive was read to its end. */
  end(): boolean;
}

/**
 * Reads a tar archive as container runtimes do: ustar, PAX, GNU long names, base-256 numbers and sparse files of all four formats.
 *
 * in      an archive in chunks of any size; how it is cut changes nothing
 * out     entries and wanted content go to the sink
 * gaps    layer-unread (reading stopped: broken header, broken off), tar-limit, path-outside, path-unusable, entry-unreadable,
 *         header-ignored; never a throw of its own
 * cost    content that nobody wants is skipped, not copied
 * source  POSIX.1-2024 pax; GNU tar manual; Go archive/tar for what runtimes do where programs differ
 */
export function createTarParser(sink: TarSink, limits: TarLimits = defaultTarLimits): TarParser {
  return new Parser(sink, limits);
}

/** An old GNU sparse header whose map goes on in the blocks that follow. */
interface PendingSparse extends SparseMap {
  readonly fields: HeaderFields;
  readonly regions: number[];
}

/** Bytes, and the same as a view. */
interface Window {
  readonly bytes: Buffer;
  readonly view: DataView;
}

function createWindow({ buffer, byteOffset, length }: Uint8Array): Window {
  return { bytes: Buffer.from(buffer, byteOffset, length), view: new DataView(buffer, byteOffset, length) };
}

class Parser implements TarParser {
  readonly #sink: TarSink;
  readonly #limits: TarLimits;
  readonly #block = createWindow(new Uint8Array(blockBytes));
  #held = 0;
  /** Bytes of data, then of padding, that are still to come. */
  #data = 0;
  #padding = 0;
  #body: TarContentSink | undefined;
  #extended: ExtendedHeader = {};
  #pendingSparse: PendingSparse | undefined;
  #zeroBlocks = 0;
  #entries = 0;
  #position = 0;
  /** Where the block began that was read last. */
  #blockStart = 0;
  #spent = 0;
  #state: 'reading' | 'ended' | 'stopped' = 'reading';

  constructor(sink: TarSink, limits: TarLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  push(chunk: Uint8Array): void {
    if (this.#state === 'reading' && !this.#spend(chunk.length)) this.#state = 'stopped';
    const window = createWindow(chunk);
    let at = 0;
    while (at < chunk.length && this.#state === 'reading') {
      const start = at;
      if (this.#data > 0) at = this.#takeData(chunk, at);
      else if (this.#padding > 0) {
        at = Math.min(chunk.length, at + this.#padding);
        this.#padding -= at - start;
      } else at = this.#takeBlock(window, at);
      this.#position += at - start;
    }
  }

  end(): boolean {
    const cut = this.#data > 0 || this.#padding > 0 || this.#held > 0 || this.#pendingSparse !== undefined || this.#hasExtended();
    if (this.#state === 'reading' && cut) this.#stop('layer-unread', `the archive breaks off after ${this.#position} bytes`);
    return this.#state !== 'stopped';
  }

  #hasExtended(): boolean {
    for (const _ in this.#extended) return true;
    return false;
  }

  #takeData(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#data);
    this.#data -= end - at;
    const body = this.#body;
    if (body) {
      body.write(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
      if (this.#data === 0) {
        this.#body = undefined;
        body.end();
      }
    }
    return end;
  }

  #takeBlock(window: Window, at: number): number {
    const chunk = window.bytes;
    if (this.#held === 0) this.#blockStart = this.#position;
    if (this.#held === 0 && chunk.length - at >= blockBytes) {
      this.#readBlock(window, at);
      return at + blockBytes;
    }
    const end = Math.min(chunk.length, at + blockBytes - this.#held);
    this.#block.bytes.set(chunk.subarray(at, end), this.#held);
    this.#held += end - at;
    if (this.#held === blockBytes) {
      this.#held = 0;
      this.#readBlock(this.#block, 0);
    }
    return end;
  }

  #readBlock({ bytes, view }: Window, at: number): void {
    if (this.#pendingSparse) this.#readSparseBlock(this.#pendingSparse, bytes, at);
    else if (isZeroBlock(bytes, at)) {
      if (++this.#zeroBlocks === 2) this.#state = 'ended';
    } else if (!hasRightChecksum(bytes, view, at)) {
      this.#stop('layer-unread', `no header with a right checksum at byte ${this.#blockStart}`);
    } else if (++this.#entries > this.#limits.entries) {
      this.#stop('tar-limit', `the archive has more than ${this.#limits.entries} entries`);
    } else {
      this.#zeroBlocks = 0;
      const fields = readHeaderFields(bytes, at);
      if (fields.sizeBytes === undefined)
        this.#stop('layer-unread', `the header at byte ${this.#blockStart} has no readable size`);
      else this.#readHeader(fields, fields.sizeBytes, bytes, at);
    }
  }

  #readHeader(fields: HeaderFields, sizeBytes: number, bytes: Uint8Array, at: number): void {
    const flag = fields.typeFlag;
    if (flag === 'x' || flag === 'X') this.#collect(sizeBytes, (data) => this.#takeRecords(data));
    else if (flag === 'g') this.#collect(sizeBytes, (data) => this.#takeGlobalRecords(data));
    else if (flag === 'L') this.#collect(sizeBytes, (data) => Object.assign(this.#extended, { path: untilNul(data) }));
    else if (flag === 'K') this.#collect(sizeBytes, (data) => Object.assign(this.#extended, { target: untilNul(data) }));
    else if (flag === 'S') this.#openOldSparse(fields, bytes, at);
    else this.#openEntry(fields);
  }

  /** Data of an extended header: small, held whole. */
  #collect(sizeBytes: number, take: (data: Uint8Array) => void): void {
    if (sizeBytes > this.#limits.headerBytes) {
      this.#stop('tar-limit', `an extended header of ${sizeBytes} bytes is over the limit of ${this.#limits.headerBytes}`);
      return;
    }
    const data = new Uint8Array(sizeBytes);
    let held = 0;
    this.#open(sizeBytes, {
      write(chunk) {
        data.set(chunk, held);
        held += chunk.length;
      },
      end: () => take(data),
    });
  }

  #takeRecords(data: Uint8Array): void {
    if (!readPaxRecords(data, this.#extended)) this.#stop('layer-unread', `the PAX header at byte ${this.#blockStart} is broken`);
  }

  /** Runtimes pass over global headers, so what stands in the container is read without them; what they would have changed is said. */
  #takeGlobalRecords(data: Uint8Array): void {
    const global: ExtendedHeader = {};
    const whole = readPaxRecords(data, global);
    if (whole && global.path === undefined && global.target === undefined && global.sizeBytes === undefined && !global.sparse)
      return;
    this.#gap('header-ignored', '', 'a global PAX header that changes entries was not applied: container runtimes pass over it');
  }

  #openOldSparse(fields: HeaderFields, bytes: Uint8Array, at: number): void {
    const sizeBytes = readNumber(bytes, at + 483, 12);
    const regions: number[] = [];
    if (sizeBytes === undefined || !readOldRegions(bytes, at + 386, 4, regions))
      this.#stop('layer-unread', `the sparse header at byte ${this.#blockStart} is broken`);
    else if (bytes[at + 482]) this.#pendingSparse = { fields, regions, sizeBytes };
    else this.#openEntry(fields, { regions, sizeBytes });
  }

  #readSparseBlock(pending: PendingSparse, bytes: Uint8Array, at: number): void {
    const { regions } = pending;
    if (!readOldRegions(bytes, at, 21, regions) || regions.length > this.#limits.sparseRegions * 2)
      this.#stop('layer-unread', `the sparse map at byte ${this.#blockStart} is broken or too long`);
    else if (!bytes[at + 504]) {
      this.#pendingSparse = undefined;
      this.#openEntry(pending.fields, pending);
    }
  }

  #openEntry(fields: HeaderFields, oldSparse?: SparseMap): void {
    const extended = this.#extended;
    this.#extended = {};
    const told = interpretEntry(fields, extended, oldSparse, this.#limits);
    if (told.kind === 'passed') {
      this.#sink.gap({ unit, ...told.gap });
      this.#open(told.storedBytes, undefined);
    } else if (told.entry.kind === 'file') {
      this.#open(told.storedBytes, this.#fileBody(told));
    } else {
      this.#sink.entry(told.entry);
      this.#open(told.storedBytes, undefined);
    }
  }

  #fileBody(told: InterpretedEntry): TarContentSink | undefined {
    if (told.storedBytes === 0 && !told.sparse) return this.#sink.entry(told.entry);
    const file = offerFile(told.entry, this.#sink);
    if (!told.sparse) return file;
    const spend = (bytes: number) => this.#spend(bytes);
    const broken = () => this.#gap('entry-unreadable', told.entry.path, 'its sparse map is broken; its content was passed over');
    return sparseBody(told, { file, spend, broken, regionsLimit: this.#limits.sparseRegions });
  }

  #open(storedBytes: number, body: TarContentSink | undefined): void {
    this.#data = storedBytes;
    this.#padding = (blockBytes - (storedBytes % blockBytes)) % blockBytes;
    this.#body = storedBytes > 0 ? body : undefined;
    if (storedBytes === 0) body?.end();
  }

  #spend(bytes: number): boolean {
    this.#spent += bytes;
    if (this.#spent <= this.#limits.totalBytes) return true;
    this.#stop('tar-limit', `the archive unpacks to more than ${this.#limits.totalBytes} bytes`);
    return false;
  }

  #stop(code: string, detail: string): void {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    this.#gap(code, '', detail);
  }

  #gap(code: string, path: string, detail: string): void {
    this.#sink.gap({ code, unit, ...(path ? { path } : {}), detail });
  }
}

/** A long name: runs to the first NUL. */
function untilNul(data: Uint8Array): string {
  const end = data.indexOf(0);
  return decodeName(data, 0, end < 0 ? data.length : end);
}
