import { waitUntil } from './wait-until.ts';

describe('waitUntil', () => {
  it('checks until the condition holds', async () => {
    let looks = 0;
    await waitUntil('the third look', () => (looks += 1) === 3);
    expect(looks).toBe(3);
  });

  it('names what it waited for if the condition never holds', async () => {
    await expect(waitUntil('the end of time', async () => false, 0.05)).rejects.toThrow(
      'waited 0.05 s until the end of time',
    );
  });
});
