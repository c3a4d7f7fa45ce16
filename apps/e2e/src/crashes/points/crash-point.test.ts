import { listPoints, nameOfPoint } from './crash-point.ts';

const requests = new Map([
  ['sqs SendMessage downloads', 3],
  ['ocp createJob', 1],
]);
const names = (isLong: boolean): string[] => listPoints('downloader', requests, isLong).map(nameOfPoint);

describe('listPoints', () => {
  it('lists a crash before and after the first and the last request of each kind', () => {
    expect(names(false)).toEqual([
      'downloader: before sqs SendMessage downloads, number 1',
      'downloader: after sqs SendMessage downloads, number 1',
      'downloader: before sqs SendMessage downloads, number 3',
      'downloader: after sqs SendMessage downloads, number 3',
      'downloader: before ocp createJob, number 1',
      'downloader: after ocp createJob, number 1',
    ]);
  });

  it('lists a crash at every request if it is asked for all', () => {
    expect(names(true)).toHaveLength(8);
  });
});
