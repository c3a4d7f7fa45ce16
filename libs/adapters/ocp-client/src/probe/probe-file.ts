import type { ExportApi } from '@recordings/call-record';
import { converters } from '../dialect/converters.ts';
import { judgeRefusal } from './judge-refusal.ts';
import type { ProbeExchange } from './probe-exchange.ts';
import type { ProbeFinding } from './probe-finding.ts';

type FileForm = 'WAV' | 'MP3' | 'zip' | 'gzip' | 'text' | 'unknown';

export const formOfFile = (start: Uint8Array): FileForm => {
  const text = Buffer.from(start).toString('latin1');
  if (text.startsWith('RIFF')) return 'WAV';
  if (text.startsWith('PK')) return 'zip';
  if (text.startsWith('\u001f\u008b')) return 'gzip';
  if (text.startsWith('ID3') || (start[0] === 0xff && ((start[1] ?? 0) & 0xe0) === 0xe0)) return 'MP3';
  return /^[\s\x20-\x7e]*$/.test(text) ? 'text' : 'unknown';
};

/** Compares a download with the profile, and with what the listing says of it. */
export const judgeFile = (
  api: ExportApi,
  exchange: ProbeExchange,
  listed: { readonly link?: string | undefined },
): ProbeFinding[] => {
  const { file } = exchange;
  if (!file) {
    const refused = judgeRefusal(api, 'recordingFile', exchange);
    const byLink = api.recordingFile.by === 'path' && listed.link !== undefined;
    return refused.map((one) =>
      byLink ? { ...one, set: `{ by: link }, because rows have links, or ${one.set ?? ''}` } : one,
    );
  }
  const form = formOfFile(file.start);
  const says = 'WAV or MP3, alone or in gzip or zip';
  const strange: ProbeFinding[] =
    form === 'text' || form === 'unknown'
      ? [{ setting: 'the file of a recording', says, seen: `${form}, ${file.sizeBytes} bytes` }]
      : [];
  return [...strange, ...judgeChecksum(api, exchange)];
};

/** A header has the checksum of the file, and the profile does not read it, or reads it in another form. */
const judgeChecksum = (api: ExportApi, { headers, file }: ProbeExchange): ProbeFinding[] => {
  const { checksum } = api.recordingFile;
  const reads = Object.entries(converters.checksum);
  const found = Object.entries(headers).flatMap(([name, value]) =>
    reads.flatMap(([form, read]) => (read(value) === file?.sha256 ? [{ name, form }] : [])),
  );
  const [first] = found;
  const isKnown = found.some(({ name, form }) => checksum.headers.includes(name) && form === checksum.as);
  if (!first || isKnown || first.name === 'etag') return [];
  return [
    {
      setting: 'api.recordingFile.checksum',
      says: `${checksum.headers.join(', ')} as ${checksum.as}`,
      seen: `the SHA-256 of the file is in the header ${first.name}`,
      set: `{ headers: [${first.name}], as: ${first.form} }`,
    },
  ];
};
