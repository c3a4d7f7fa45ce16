import { readSignature } from './signature.ts';

const signatureOf = (latin1: string) =>
  readSignature(Uint8Array.from([...latin1].map((char) => char.charCodeAt(0))));

describe('readSignature', () => {
  it.each(['RIFF....WAVE', 'RF64....WAVE', 'BW64....WAVE', 'RIFF', 'RIFF....WAV'])(
    'recognises %j as WAV',
    (head) => {
      expect(signatureOf(head)).toEqual({ kind: 'wav' });
    },
  );

  it.each(['ID3\x03\0\0\0\0\0\0\0\0', 'ID3', '\xff\xfb\x50\x04', '\xff\xe3\x28\xc4'])(
    'recognises %j as MP3',
    (head) => {
      expect(signatureOf(head)).toEqual({ kind: 'mp3' });
    },
  );

  it.each([
    ['RIFX....WAVE', 'big-endian RIFF'],
    ['RIFF....AVI ', 'RIFF form "AVI "'],
    ['OggS', 'Ogg'],
    ['fLaC', 'FLAC'],
    ['....ftypM4A ', 'MP4'],
    ['#!AMR\n', 'AMR'],
    ['\xff\xf1\x50\x80', 'AAC'],
    ['\xff\xfd\x80\x00', 'MPEG audio layer I or II'],
    ['\xff\xff\x80\x00', 'MPEG audio layer I or II'],
    ['\xff\xfb\x00\x04', 'MP3 of free-format bitrate'],
    ['riff\x2e\x91\xcf\x11', 'Wave64'],
    ['\x1f\x8b\x08', 'gzip'],
    ['PK\x03\x04', 'ZIP archive'],
    ['\x02#!SILK_V3', 'SILK'],
  ])('names the unsupported format of %j', (head, format) => {
    expect(signatureOf(head)).toEqual({ kind: 'unsupported', format });
  });

  it.each([
    ['a reserved MPEG version', '\xff\xed\x80\x00'],
    ['a forbidden bitrate', '\xff\xfd\xf0\x00'],
    ['a reserved sample rate', '\xff\xfd\x8c\x00'],
    ['a reserved sample rate and a private bit', '\xff\xfd\x8d\x00'],
    ['a reserved layer outside of AAC', '\xff\xe1\x50\x80'],
  ])('does not recognise %s', (_, head) => {
    expect(signatureOf(head)).toEqual({ kind: 'unknown' });
  });

  it.each(['', 'R', 'WAVE', '<html>', '\xff', '\xff\xff\xff\xff', 'constructor'])(
    'does not recognise %j',
    (head) => {
      expect(signatureOf(head)).toEqual({ kind: 'unknown' });
    },
  );
});
