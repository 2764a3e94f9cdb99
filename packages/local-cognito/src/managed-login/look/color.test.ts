import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, flatten, mix, readableOn, readColor } from './color.ts';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('colours of branding settings', () => {
  it.each(['ff', 'red', '#12345g', 'ffffff;}', 'ffffffff00', '#fff', '', 7, null, undefined, {}, ['ffffff']])(
    'are not %j',
    (value) => {
      expect(readColor(value)).toBeUndefined();
    },
  );

  it('are hex with or without alpha', () => {
    expect(['0972D3ff', '#0972d3', '0972d380'].map(readColor)).toEqual(['#0972d3ff', '#0972d3', '#0972d380']);
  });

  it('get a text that can be read on them, whatever they are', () => {
    fc.assert(fc.property(hex, (background) => contrast(readableOn(background), background) >= 4.5));
    fc.assert(
      fc.property(
        hex,
        hex,
        (background, wanted) => contrast(readableOn(background, wanted), background) >= 4.5,
      ),
    );
    expect(readableOn('#ffffff', '#0972d3')).toBe('#0972d3');
  });

  it('contrast and mix as WCAG and arithmetic say', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(flatten('#00000040', '#ffffff')).toBe('#bfbfbf');
    expect(flatten('#123456', '#ffffff')).toBe('#123456');
    expect(mix('#000000', '#ffffff', 0.25)).toBe('#bfbfbf');
  });
});
