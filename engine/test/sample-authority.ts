import { createHash, generateKeyPairSync } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';
import { envelopeOf, preAuthenticated, type SampleBlob, type SampleKey, sampleKey, signatureBlob } from './sample-signatures.ts';

/** Whom the authority vouches for. */
export interface SampleIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** An authority of a test with its logs, as Sigstore runs one. */
export interface SampleAuthority {
  /** `trusted_root.json`. */
  readonly root: string;
  /** A layer of cosign's artifact, with certificate and log entry. */
  signSimply(payload: Uint8Array, identity: SampleIdentity): Promise<SampleBlob>;
  /** The annotation with which cosign says that the log has a signature by a key. */
  logSigned(payload: Uint8Array, signature: Uint8Array, pem: string): Promise<Readonly<Record<string, string>>>;
  /** A bundle, version 0.3, as cosign 3 and GitHub attach it; of a statement. */
  signBundle(statement: Uint8Array, identity: SampleIdentity): Promise<SampleBlob>;
}

/** How far the log's clock is from the authority's. */
export interface SampleClocks {
  readonly logIsLateMinutes?: number;
}

/** What Rekor answers; the types of the library that makes it come in a package of their own. */
interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logIndex: number;
  readonly logID: string;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
      readonly hashes: readonly string[];
      readonly checkpoint: string;
    };
  };
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base64 = (bytes: ArrayBufferView | Uint8Array) =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A new authority. */
export async function sampleAuthority({ logIsLateMinutes = 0 }: SampleClocks = {}): Promise<SampleAuthority> {
  const now = new Date(Date.now() + 2000);
  const certificateLog = await initializeCTLog(pair());
  const authority = await initializeCA(pair(), certificateLog, now);
  const log = await initializeTLog('https://rekor.example', pair(), new Date(now.getTime() + logIsLateMinutes * 60_000));
  const certify: Certify = async (key, { issuer, subject }) => {
    const publicKey = Buffer.from(key.pem.replace(/-----.*-----|\s/g, ''), 'base64');
    const extensions = [{ oid: '1.3.6.1.4.1.57264.1.8', value: issuer }];
    return base64(await authority.issueCertificate({ publicKey, subjectAltName: subject, extensions }));
  };
  const enter: Enter = async (record) => {
    const [entry] = Object.values((await log.log(record)) as unknown as Readonly<Record<string, LogEntry>>);
    if (!entry) throw new Error('the log of the test took nothing');
    return entry;
  };
  return {
    root: toRoot(authority.rootCertificate, log.publicKey, certificateLog),
    signSimply: (payload, identity) => signSimply(payload, identity, { certify, enter }),
    logSigned: (payload, signature, pem) => logSigned(payload, { signature, pem }, enter),
    signBundle: (statement, identity) => signBundle(statement, identity, { certify, enter }),
  };
}

type Certify = (key: SampleKey, identity: SampleIdentity) => Promise<string>;
type Enter = (record: object) => Promise<LogEntry>;

function toRoot(
  authority: ArrayBufferView,
  log: Uint8Array,
  certificateLog: { readonly publicKey: Uint8Array; readonly logID: ArrayBufferView },
): string {
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const publicKey = (rawBytes: Uint8Array) => ({ rawBytes: base64(rawBytes), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor });
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [{ baseUrl: 'https://rekor.example', publicKey: publicKey(log), logId: { keyId: digestOf(log) } }],
    certificateAuthorities: [{ certChain: { certificates: [{ rawBytes: base64(authority) }] }, validFor }],
    ctlogs: [{ publicKey: publicKey(certificateLog.publicKey), logId: { keyId: base64(certificateLog.logID) } }],
    timestampAuthorities: [],
  });
}

interface Signing {
  readonly certify: Certify;
  readonly enter: Enter;
}

async function signSimply(payload: Uint8Array, identity: SampleIdentity, { certify, enter }: Signing): Promise<SampleBlob> {
  const key = sampleKey();
  const signature = key.sign(payload);
  return signatureBlob(payload, signature, {
    'dev.sigstore.cosign/certificate': toPem(await certify(key, identity)),
    ...(await logSigned(payload, { signature, pem: key.pem }, enter)),
  });
}

async function logSigned(payload: Uint8Array, by: { readonly signature: Uint8Array; readonly pem: string }, enter: Enter) {
  const signature = { content: base64(by.signature), publicKey: { content: base64(Buffer.from(by.pem)) } };
  const spec = { data: { hash: hashOf(payload) }, signature };
  const { body, integratedTime, logIndex, logID, verification } = await enter({
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec,
  });
  const Payload = { body, integratedTime, logIndex, logID };
  const entry = { SignedEntryTimestamp: verification.signedEntryTimestamp, Payload };
  return { 'dev.sigstore.cosign/bundle': JSON.stringify(entry) };
}

async function signBundle(statement: Uint8Array, identity: SampleIdentity, { certify, enter }: Signing): Promise<SampleBlob> {
  const key = sampleKey();
  const envelope = envelopeOf(statement, key.sign(preAuthenticated(statement)));
  const signatures = [{ signature: envelope.signatures[0]?.sig, verifier: base64(Buffer.from(key.pem)) }];
  const entry = await enter({ apiVersion: '0.0.1', kind: 'dsse', spec: { payloadHash: hashOf(statement), signatures } });
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const certificate = { rawBytes: await certify(key, identity) };
  const verificationMaterial = { certificate, tlogEntries: [toBundleEntry(entry)] };
  const bundle = { mediaType, verificationMaterial, dsseEnvelope: envelope };
  return { mediaType, annotations: {}, bytes: Buffer.from(JSON.stringify(bundle)) };
}

function toBundleEntry({ body, integratedTime, logIndex, logID, verification }: LogEntry): object {
  const { inclusionProof: proof, signedEntryTimestamp } = verification;
  const hex = (text: string) => Buffer.from(text, 'hex').toString('base64');
  return {
    logIndex: String(logIndex),
    logId: { keyId: hex(logID) },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: hex(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(hex),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: body,
  };
}

function hashOf(bytes: Uint8Array): object {
  return { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function toPem(der: string): string {
  return `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
