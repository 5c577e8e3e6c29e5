/** What customers say of motors and production. */
import { word, wordAsIs } from '../match.ts';
import { MOTOR, MOTOR_EN } from '../nouns.ts';
import type { SymptomWords } from './symptom.ts';

export const motorTrouble: SymptomWords = {
  id: 'motor_trouble',
  zh: [
    word(
      `${MOTOR}[^,]{0,10}?(?<h>嗡嗡|发热|发烫|过热|烫手|好烫|很烫|异响|抖|振动|震动|堵转|缺相|声音不对|声音[^,]{0,3}大|冒烟|停机|停转|跳停|发闷|闷响|转得?[^,]{0,2}慢|无力|没力|冇力|跳闸|跳掣|异常|过流|过载|自停|自动停)`,
    ),
    wordAsIs(
      `${MOTOR}[^,]{0,8}?(?:转不动|不转|唔转|转唔郁|启动不了|启动不起来|启不动|不启动|无法启动|起动不了|开不了|开唔到|转不起来|带不动|拖不动)`,
    ),
  ],
  en: [
    word(
      `\\b${MOTOR_EN}\\b[^,]{0,40}?(?<h>\\b(?:hum|buzz|overheat|(?:run(?:s|ning)? |very |too |get(?:s|ting)? )+hot|stall|vibrat|noisy|tripp|trips|growl|shak|burn(?:t|ed)|single.phas|rough|struggl|dropped out|cut(?:s|ting)? out))`,
    ),
    wordAsIs(
      `\\b${MOTOR_EN}\\b[^,]{0,30}?(?:won'?t|will not|can'?t|cannot|does not|doesn'?t|fails to|refuses to|do not|don'?t|not) (?:turn|start|run|spin|starting)`,
    ),
  ],
};

export const motorReversed: SymptomWords = {
  id: 'motor_reversed',
  zh: [
    word(
      '反转|倒转|转反|反咗转|反方向|反向转|倒着转|反着转|调转转|(?:转向|转动方向|旋转方向|方向)[^,]{0,4}?(?<h>反|相反|不对|错|变)|相序[^,]{0,6}?(?<h>反|错|变|不对|乱|接)|电梯[^,]{0,4}(?<h>反着走)|正转变反转',
    ),
  ],
  en: [
    word(
      `\\b(?:turn|run|ran|spin|spun|rotat|going|go|goes)\\w*[^,]{0,20}?(?<h>backwards?|in reverse|(?:the )?wrong (?:way|direction)|(?:the )?opposite (?:direction|way)|reversed?)\\b`,
    ),
    word(`\\b${MOTOR_EN}\\b[^,]{0,25}?(?<h>\\b(?:backwards?|reversed?|wrong way|wrong direction))`),
    word(
      '\\bphase (?:sequence|rotation|order)\\b[^,]{0,25}?(?<h>wrong|revers|swap|chang|mix)|\\b(?:wrong|reversed?) (?:rotation|phase sequence|phase rotation)\\b',
    ),
  ],
};

export const productionStopped: SymptomWords = {
  id: 'production_stopped',
  zh: [
    word('停产|停工(?!令)|停线|停窑|停炉|停摆|(?<!(?:空调|冷气)[^,]{0,8})停机(?=$|报警|损失|事故)'),
    word(
      '(?:生产线?|流水线|产线|拉线|装配线|机床|注塑机|空压机|机台|车间|厂里)[^,]{0,10}?(?<h>停(?!车|电)|中断|瘫痪|断|跳停)',
    ),
    word(
      '(?:机器|设备|机台|机床|车间|工厂|厂里|厂子|成间厂|全厂|我们厂|我厂|注塑机|挤出机|织机|炉子|窑|冲床)[^,]{0,8}?(?<h>停了|停下|停转|全停|都停|停咗|停晒|停住|跳停|停顿|瘫痪|停止)',
    ),
    word('(?:厂|车间)[^,]{0,8}机[^,]{0,8}?(?<h>停)'),
    wordAsIs(
      '(?:无法|不能|没法|没办法)(?:正常)?(?:生产|开工|营业|开门做生意)|(?<!不)影响(?:了|到)?(?:我们|我厂|正常|工厂)?(?:的)?生产|开唔到工|开唔到机|开不了工|产品报废|废了?一批|报废一批|整批报废',
    ),
  ],
  en: [
    word(
      '\\bproduction\\b(?! quality)[^,]{0,30}?(?<h>stop|halt|lost|interrupt|down|standstill|shut|paus|suspend)|\\b(?:stopped|halted|interrupted|lost|shut down|stops|shuts down) (?:our |the |all )?(?:production|extruder|press|line|plant|factory|machines|furnace|mill|presses)\\b',
    ),
    word(
      '\\b(?:production|assembly|packing|packaging|filling|bottling|process|moulding|coating) lines?\\b[^,]{0,25}?(?<h>stop|halt|down|tripp|shut|standstill|out)',
    ),
    word(
      '\\b(?:(?<!washing |sewing |coffee |drying )machines?|machinery|plant|factory|workshop|mill|presses|looms|machine tools)\\b[^,]{0,30}?(?<h>stopp(?:ed|ing)(?! working)|stops?\\b|halted|shut ?down|standstill|came to a stop|idle|drop(?:s|ped)? out|went down)',
    ),
    wordAsIs(
      "\\b(?:can(?:not|'?t)|unable to) (?:produce|manufacture|operate|open (?:the |our )?(?:shop|restaurant))|\\b(?:whole |a )?batch\\b[^,]{0,15}(?:scrap|lost|ruin)|\\bscrapped\\b",
    ),
  ],
};
