/** 1980-01-01 00:00, the first moment that a zip can say. */
const firstMoment = 0x0021_0000;

/**
 * A zip whose entries all say the same time, so that it tells nothing of when it was made.
 *
 * in      a zip without a comment and below 4 GB, which is changed in place
 * source  APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12 and 4.3.16
 */
export function fixZipTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x0605_4b50) throw new Error('the workbook is no zip');
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < entries; entry += 1) {
    if (view.getUint32(at, true) !== 0x0201_4b50) throw new Error('the directory of the workbook is broken');
    view.setUint32(at + 12, firstMoment, true);
    view.setUint32(view.getUint32(at + 42, true) + 10, firstMoment, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return zip;
}
