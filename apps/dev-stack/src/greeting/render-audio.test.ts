import { audioLine, renderAudioFiles } from './render-audio.ts';

const used = (count: number) => Array.from({ length: count }, (_, at) => ({ file: `${at}.wav`, calls: 1 }));

describe('the audio folder', () => {
  it('is summed up on one line', () => {
    expect(audioLine('here', { dir: '/here', used: used(1), leftOut: [] })).toBe(
      '1 file of here serves as recordings',
    );
    const leftOut = [{ file: 'a.txt', reason: 'no audio' }];
    expect(audioLine('here', { dir: '/here', used: used(2), leftOut })).toBe(
      '2 files of here serve as recordings, 1 left out',
    );
  });

  it('is listed file by file, with the reason for each that is left out', () => {
    const leftOut = [{ file: 'a.txt', reason: 'no audio' }];
    expect(renderAudioFiles({ dir: '/here', used: used(1), leftOut })).toBe(
      '  used      0.wav, for 1 call\n  left out  a.txt: no audio',
    );
  });

  it('is cut after twenty files', () => {
    const lines = renderAudioFiles({ dir: '/here', used: used(23), leftOut: [] }).split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('  and 3 more');
  });
});
