import { describe, expect, it } from 'vitest';
import { classicStyle } from './classic-style.ts';

describe('the CSS of a UI customization', () => {
  it('is worn where it names Cognito’s classes and plain values', () => {
    const css = `/* ours */ .submitButton-customizable { background-color: #337ab7; Font-Weight: bold !important; }
      .submitButton-customizable:hover { color: rgba(255, 255, 255, 0.9) } /* not closed
      .label-customizable { font-weight: 300 }`;
    expect(classicStyle(css)).toBe(
      '.button.primary{background-color:#337ab7;font-weight:bold;}\n.button.primary:hover{color:rgba(255, 255, 255, 0.9);}\n',
    );
  });

  it.each([
    ['a selector of its own', 'body { display: none }'],
    ['a name of every object', '.constructor { color: red } constructor { color: red }'],
    ['an address', '.banner-customizable { background: url(https://evil.example/x.png) }'],
    ['an escaped address', '.banner-customizable { background: \\75rl(https://evil.example) }'],
    ['an expression', '.banner-customizable { width: expression(alert(1)) }'],
    ['a variable', '.banner-customizable { color: var(--x) }'],
    ['an import', '@import "https://evil.example/x.css";'],
    ['another property', '.banner-customizable { position: fixed; behavior: red; content: red }'],
    ['the end of a style element', '.banner-customizable { color: red</style><script> }'],
    ['a quoted text', '.banner-customizable { color: "red" }'],
  ])('is not worn with %s', (_what, css) => {
    expect(classicStyle(css)).toBe('');
  });

  it.each([
    ['braces that never close', '.a {'.repeat(30_000)],
    ['comments that never close', '/*'.repeat(65_000)],
    ['one long value', `.banner-customizable { color: ${'a '.repeat(60_000)}! }`],
  ])('is read in a moment with %s', (_what, css) => {
    const start = performance.now();
    classicStyle(css);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
