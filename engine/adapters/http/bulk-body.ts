import type { IncomingMessage } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';

/** Bodies below this are read as they come, and leave their connection to the next request; bytes. */
const leastBulkBytes = 1024 * 1024;
const partBytes = 1024 * 1024;
/** Parts that may wait for whoever reads the body. */
const partsAhead = 2;
/** What is read at a time until the head of an answer is there; bytes. */
const headBytes = 64 * 1024;

/**
 * Large bodies, which the system writes straight into the memory that they are handed on in: `node:http` copies each body twice, and
 * makes new memory each time, which costs six times as much (ADR 0003).
 *
 * Requests and the heads of answers are `node:http`'s own. Once a head has said how long its body is, what comes on that socket is the
 * body, and goes past the parser; so the connection ends with it.
 */
export interface BulkReader {
  /** For the sockets of an agent. One that the agent opens otherwise, through a proxy, is read as it always is. */
  readonly onread: OnReadOpts;
  /** Called with an answer as soon as its head is there. */
  expect(response: IncomingMessage, stallMs: number): BulkBody | undefined;
}

/** The body of an answer. */
export interface BulkBody {
  /** False where it is read as it always is. */
  hasBegun(): boolean;
  /** In parts of 1 MiB, the last one smaller; each is all of its memory, which is the reader's from then on. */
  readonly parts: AsyncIterable<Uint8Array>;
}

/** Makes one for an agent. */
export function createBulkReader(): BulkReader {
  const intakes = new WeakMap<Socket, Intake>();
  const begun = new WeakSet<Intake>();
  /** Where a socket's next bytes go; Node asks for it right after it told of the last ones. */
  let following: Uint8Array | undefined;
  function take(this: Socket, bytes: number, memory: Uint8Array): boolean {
    const intake = intakes.get(this);
    if (intake && begun.has(intake)) {
      const wantsMore = intake.took(bytes);
      following = intake.room();
      return wantsMore;
    }
    following = memory;
    // A copy, since the parser keeps what it is given.
    this.emit('data', Buffer.from(memory.subarray(0, bytes)));
    const next = intakes.get(this);
    if (!next) return true;
    begun.add(next);
    next.begin();
    following = next.room();
    return true;
  }
  return {
    onread: {
      buffer() {
        const memory = following ?? Buffer.allocUnsafeSlow(headBytes);
        following = undefined;
        return memory;
      },
      callback: take,
    },
    expect(response, stallMs) {
      const { 'content-length': length = '', 'transfer-encoding': coding } = response.headers;
      const sizeBytes = /^\d{1,15}$/.test(length) && coding === undefined ? Number(length) : 0;
      if (sizeBytes < leastBulkBytes) return undefined;
      const intake = createIntake(response, sizeBytes, stallMs);
      intakes.set(response.socket, intake);
      return { hasBegun: () => begun.has(intake), parts: intake.parts() };
    },
  };
}

/** Takes in the bytes of one body. */
interface Intake {
  /** Called after the chunk that held the head: the parser has the beginning of the body. */
  begin(): void;
  /** Where the next bytes go. */
  room(): Uint8Array;
  /** So many went there; false where enough waits to be read. */
  took(bytes: number): boolean;
  parts(): AsyncGenerator<Uint8Array>;
}

function createIntake(response: IncomingMessage, sizeBytes: number, stallMs: number): Intake {
  const { socket } = response;
  const waiting: Uint8Array[] = [];
  const filler = createFiller(sizeBytes, waiting);
  let isPaused = false;
  let trouble: Error | undefined;
  let arrived = Promise.withResolvers<void>();
  let silence: NodeJS.Timeout | undefined;
  const end = (error: Error) => {
    trouble ??= error;
    arrived.resolve();
  };
  return {
    begin() {
      response.once('error', end).once('close', () => end(new Error('the connection was closed')));
      const early: Uint8Array = response.read() ?? new Uint8Array(0);
      filler.room().set(early);
      filler.add(early.length);
      socket.resume();
    },
    room: filler.room,
    took(bytes) {
      silence?.refresh();
      filler.add(bytes);
      if (waiting.length > 0) arrived.resolve();
      isPaused = waiting.length >= partsAhead;
      return !isPaused;
    },
    async *parts() {
      try {
        for (let taken = 0; taken < sizeBytes; ) {
          const part = waiting.shift();
          if (part) {
            taken += part.length;
            if (isPaused) socket.resume();
            isPaused = false;
            yield part;
            continue;
          }
          if (trouble) throw trouble;
          arrived = Promise.withResolvers();
          silence = setTimeout(() => response.destroy(new Error(`no data for ${stallMs / 1000} s`)), stallMs);
          await arrived.promise.finally(() => clearTimeout(silence));
        }
      } finally {
        response.destroy();
      }
    },
  };
}

/** Memory for a body of so many bytes, part after part; those that are full go to `full`. */
function createFiller(sizeBytes: number, full: Uint8Array[]) {
  let left = sizeBytes;
  let part = Buffer.allocUnsafeSlow(Math.min(left, partBytes));
  let filled = 0;
  return {
    /** Where the next bytes go. Nothing comes behind a body but what nobody asked for. */
    room: (): Uint8Array => (left === 0 ? new Uint8Array(1) : part.subarray(filled)),
    add(bytes: number): void {
      if (left === 0) return;
      filled += bytes;
      left -= bytes;
      if (filled < part.length) return;
      full.push(part);
      part = Buffer.allocUnsafeSlow(Math.min(left, partBytes));
      filled = 0;
    },
  };
}
