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
    expect(await loadAudioLibrary(folder.dir, log)).toEqual([a, b]);
    expect(warnings).toEqual([]);
  });

  it('leaves out what is no sound recording, and names the file and the reason', async () => {
    const good = await folder.writeWav('good.wav', 500);
    await folder.write('cut.wav', wavBytes(2_000).subarray(0, 9_000));
    await folder.write('empty.mp3', new Uint8Array());
    await folder.write('notes.txt', Buffer.from('not looked at'));
    expect(await loadAudioLibrary(folder.dir, log)).toEqual([good]);
    expect(warnings).toEqual([
      expect.objectContaining({ file: 'cut.wav', reason: expect.stringMatching(/^TRUNCATED/) }),
      expect.objectContaining({ file: 'empty.mp3', reason: expect.stringMatching(/^EMPTY/) }),
    ]);
  });

  it('refuses a folder where nothing is left, and one that is not there', async () => {
    await folder.write('empty.wav', new Uint8Array());
    await expect(loadAudioLibrary(folder.dir, log)).rejects.toThrow(/AUDIO_DIR: .* holds no WAV or MP3/);
    await expect(loadAudioLibrary(`${folder.dir}/gone`, log)).rejects.toThrow(/AUDIO_DIR: .* cannot be read/);
  });
});
