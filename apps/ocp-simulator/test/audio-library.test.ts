import { loadAudioLibrary } from '../src/audio-library/load-audio-library.ts';
import { type AudioFolder, makeAudioFolder, wavBytes } from './write-audio.ts';

describe('loadAudioLibrary', () => {
  let folder: AudioFolder;
  let warnings: unknown[];
  const log = { warn: (line: unknown) => void warnings.push(line) };
  beforeEach(async () => {
    folder = await makeAudioFolder();
    warnings = [];
  });
  afterEach(() => folder.remove());

  it('reads length, checksum and format of each file, sorted by name', async () => {
    const b = await folder.writeWav('b.wav', 2_000, 2);
    const a = await folder.writeWav('a.WAV', 500);
    expect(await loadAudioLibrary(folder.dir, log)).toEqual({ files: [a, b], leftOut: [] });
    expect(warnings).toEqual([]);
  });

  it('leaves out files that are not a sound recording, and names the file and the reason', async () => {
    const good = await folder.writeWav('good.wav', 500);
    await folder.write('cut.wav', wavBytes(2_000).subarray(0, 9_000));
    await folder.write('empty.mp3', new Uint8Array());
    await folder.write('notes.txt', Buffer.from('text'));
    await folder.write('.hidden', Buffer.from('not listed'));
    const { files, leftOut } = await loadAudioLibrary(folder.dir, log);
    expect(files).toEqual([good]);
    expect(leftOut).toEqual([
      { file: 'cut.wav', reason: expect.stringMatching(/^TRUNCATED/) },
      { file: 'empty.mp3', reason: expect.stringMatching(/^EMPTY/) },
      { file: 'notes.txt', reason: 'its name does not end in .wav or .mp3' },
    ]);
    expect(warnings).toEqual(leftOut.map((each) => expect.objectContaining(each)));
  });

  it('refuses a folder without a usable file, and says why each is left out; refuses a missing folder', async () => {
    await folder.write('empty.wav', new Uint8Array());
    await expect(loadAudioLibrary(folder.dir, log)).rejects.toThrow(
      /AUDIO_DIR: .* holds no WAV or MP3[^]*empty\.wav: EMPTY/,
    );
    await expect(loadAudioLibrary(`${folder.dir}/gone`, log)).rejects.toThrow(/AUDIO_DIR: .* cannot be read/);
  });
});
