/** Lamps that burn out again and again: a sign of high voltage more than a claim for one lamp. */
import { word } from '../match.ts';

export const RECURRING_BULBS = [
  word(
    '(?:老是|总是|经常|频繁|天天|隔几天|不断|老|一个接一个)[^,]{0,6}(?:烧|坏)[^,]{0,4}(?:灯|灯泡)|(?:灯|灯泡)[^,]{0,6}(?:老是|总是|经常|老|频繁|总|接连|隔[^,]{1,4}就|没[^,]{1,4}就|[几三两]天就|成日)[^,]{0,4}(?:烧|坏)|(?:没几天|几天|隔几天|过几天|一个月)(?:就|都)(?:要)?(?:烧|坏)(?:一|两|几|掉)',
  ),
  word(
    '\\b(?:bulbs?|lamps?)\\b[^,]{0,20}?(?:keep|every (?:week|month|few)|often|constantly|again and again|all the time)|\\b(?:keep|often|constantly|always) \\w+ing (?:light )?bulbs?',
  ),
] as const;
