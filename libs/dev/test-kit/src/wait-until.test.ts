import { waitUntil } from './wait-until.ts';

describe('waitUntil', () => {
  it('looks until the condition holds, and not again', async () => {
    let looks = 0;
    await waitUntil('the third look', () => (looks += 1) === 3);
    expect(looks).toBe(3);
  });

  it('says what it has waited for when it never holds', async () => {
    await expect(waitUntil('the end of time', async () => false, 0.05)).rejects.toThrow(
      'waited 0.05 s until the end of time',
    );
  });
});
