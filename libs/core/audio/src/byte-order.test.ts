import { uint16BeAt, uint16LeAt, uint32BeAt, uint32LeAt, uint64LeAt } from './byte-order.ts';

const bytes = Uint8Array.of(0xaa, 0x81, 0x02, 0x83, 0x04, 0x05, 0x06, 0x07, 0x00);

describe('integers at an offset', () => {
  it('are read in little-endian order', () => {
    expect(uint16LeAt(bytes, 1)).toBe(0x0281);
    expect(uint32LeAt(bytes, 1)).toBe(0x0483_0281);
    expect(uint32LeAt(bytes, 0)).toBe(0x8302_81aa);
    expect(uint64LeAt(bytes, 1)).toBe(0x07_0605_0483_0281);
  });

  it('are read in big-endian order', () => {
    expect(uint16BeAt(bytes, 1)).toBe(0x8102);
    expect(uint32BeAt(bytes, 1)).toBe(0x8102_8304);
  });
});
