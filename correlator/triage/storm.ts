/** Does the text speak of a thunderstorm, typhoon or violent rain? Plain rain is none. */
import { affirmed, findHits, word } from './match.ts';
import type { NormalText } from './normalise.ts';

const STORM = [
  word(
    '打(?:了|着|过|个|紧|大|很大的)*雷|行(?:紧|咗|大)?雷|雷击|雷劈|雷暴|雷雨|雷阵雨|雷电|闪电(?!灯|视|脑|表|话|机|压|饭|一?下)|响雷|炸雷|惊雷|雷声|电闪雷鸣|劈(?:了|到)?(?:下来)?[^,]{0,3}雷|旱雷|被雷|雷公|一声雷|雷打|打了个雷',
  ),
  word(
    '台风|打(?:完|咗|紧|大)?风(?!扇)|飓风|暴风|狂风|龙卷风|暴雨|强对流|大风大雨|狂风大作|风球|刮大风|落狗屎|倾盆大雨',
  ),
  word(
    '\\b(?:thunder\\w*|lightn?ing strikes?|lightning|typhoons?|hurricanes?|storms?|stormy|rainstorms?|cyclones?|gales?|squalls?|tornado(?:es)?)\\b',
  ),
] as const;

export function speaksOfStorm(text: NormalText): boolean {
  return affirmed(findHits(STORM, text)).length > 0;
}
