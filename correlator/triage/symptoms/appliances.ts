/** What customers say of appliances: will not start, weak, restarted, damaged. */
import { word, wordAsIs } from '../match.ts';
import { APPLIANCE, APPLIANCE_EN, GRID_THING } from '../nouns.ts';
import type { SymptomWords } from './symptom.ts';

const WONT =
  '(?:启动不了|启动不起来|启动不到|启不动|不启动|起动不了|无法启动|没法启动|无法正常(?:启动|使用|运行|工作)|不能正常(?:启动|使用|运行|工作)|启动几[下次][^,]{0,2}就停|打不开(?!了)|打不着|开不了|开不起来|开不起|开不动|开不到|开唔到|开唔着|开唔起|着唔到|着不了|' +
  '带不动|带不起来?|拉不动|拖不动|不工作|用不了(?!了)|用不成|用唔到|用唔倒|不能用(?!了)|无法使用|不能启动|运行不了|运转不了|起不来|启动困难|难启动|难以启动|不能开|没反应|冇反应|起唔到|启动唔到|充不进电|(?<!转)不动)';

export const applianceWontStart: SymptomWords = {
  id: 'appliance_wont_start',
  zh: [
    wordAsIs(`${APPLIANCE}(?<!灯|灯泡|手机)[^,]{0,10}?${WONT}`),
    wordAsIs(
      `${APPLIANCE}(?<!灯|灯泡|手机|水泵|电机|马达|压缩机)[^,]{0,10}?(?:转不起来|转都转不动|转不动|不转|唔转|唔郁)`,
    ),
    wordAsIs(
      `(?:带不动|带不起|拉不动|拖不动|推不动|开不了|开不起|用不了|启动不了|打不着|不能开|不敢开|开唔到|用唔到|开不动|都开不)[^,]{0,6}?${APPLIANCE}(?<!灯|手机)`,
    ),
    wordAsIs(
      '(?:大功率)(?:的)?(?:电器|设备|家电)?[^,]{0,4}(?:都|就)?(?:用不了|开不了|不能用|带不动|启动不了)|(?:压缩机|空调)[^,]{0,6}(?:启动|起动)(?:几次|好多次|半天|失败)|启动不起来|启动不了|启动失败',
    ),
  ],
  en: [
    wordAsIs(
      `\\b${APPLIANCE_EN}\\b[^,]{0,40}?(?:\\bwon'?t|will not|cannot|can'?t|can not|doesn'?t|does not|don'?t|do not|didn'?t|did not|refus(?:e|es|ed|ing) to|fail(?:s|ed|ing)? to|unable to|not able to|struggl(?:e|es|ed|ing) to|tr(?:y|ies) to|hardly|barely|\\bnot)(?: even| always| properly)? (?:start|run|turn on|switch on|work(?! any ?(?:more|longer))|come on|kick in|boot|power up|power on|starting|go on)`,
    ),
    wordAsIs(
      `\\b(?:can'?t|cannot|can not|could not|couldn'?t|unable to|not able to|impossible to) (?:start|run|use|turn on|switch on|get)(?: the| my| our| any| an| a)? ?(?:big |large |heavy )?${APPLIANCE_EN}\\b`,
    ),
    wordAsIs("\\b(?:won'?t|will not|cannot|can'?t|refuses to|fails to|doesn'?t|does not) start\\b"),
  ],
};

export const applianceWeak: SymptomWords = {
  id: 'appliance_weak',
  zh: [
    wordAsIs(
      `${APPLIANCE}[^,]{0,10}?(?:没力|无力|冇力|没劲|没有力|转得?[^,]{0,3}慢|转速慢|转好慢|不制冷|不够冷|不冷|唔冻|唔够冻|唔熟|不熟|不热|不够热|唔热|烧不开|煮不熟|煮唔熟|出水小|抽不上水|抽水慢|加热[^,]{0,4}慢|热得[^,]{0,2}慢|烧不热|烘不干|功率上不去|转速[^,]{0,3}(?:慢|低|不够)|效果差|制冷差|制冷慢|有气无力|吹不动|转不快|慢吞吞|慢过|带不起劲)`,
    ),
    wordAsIs(
      '(?:饭|还是)(?:都|也|总)?(?:煮不熟|夹生|是夹生|煮唔熟|半生不熟)|水(?:都|也)?(?:烧不开|抽不上|打不上|煲唔滚)|(?:烧水|煮饭|煲水|煲饭|烧饭)[^,]{0,8}?(?:慢|很久|好耐|半天|老半天)|功率不足|动力不足|出力不足|功率不够|马力不足|半天烧不开|煮半天|功率上不去|火力[^,]{0,4}上不|(?:制冷|加热|烧水|出水)[^,]{0,5}(?:不行|不好|差|慢)|转得(?:很|特别|太|好|比较)?慢|转速(?:不够|太低|上不去)',
    ),
  ],
  en: [
    word(
      `\\b${APPLIANCE_EN}\\b[^,]{0,40}?(?<h>\\b(?:weak(?:ly)?|slow(?:ly|er)?|sluggish|feeble|struggl(?:es|ing)|(?:only )?(?:get(?:s|ting)? )?lukewarm|low power|half power|half speed|underpower|lukewarm|takes? (?:forever|ages|twice|hours|long)|barely (?:turn|spin|run|cool|heat|work|warm|cold|move)s?|hardly (?:turn|spin|run|cool|heat|warm|move)s?))(?! to start)`,
    ),
    wordAsIs(
      `\\b(?:showers?|${APPLIANCE_EN})\\b[^,]{0,30}?(?:not|n'?t|won'?t|no longer) (?:really |properly |get |even )?(?:cool|heat|spin|hot|cold|warm|boil|cooling|heating)`,
    ),
    word(
      '\\b(?:slow|weak|sluggish|feeble) (?:fans?|pumps?|fridges?|heaters?|motors?|showers?|kettles?)\\b|\\b(?:takes?|taking) (?:forever|ages|twice as long|hours|so long) to (?:boil|cook|heat|warm|cool|wash)|\\blow power\\b',
    ),
  ],
};

const RESTARTS =
  '(?:重启|重新启动|自动关机|突然关机|自动关|自己关|死机|黑屏|复位|掉线|断线|断了重连|重连|关机|熄咗又|关了又开|黑了又亮|重新开机|重开|归零|清零|自动重启|闪退)';

export const applianceRestarted: SymptomWords = {
  id: 'appliance_restarted',
  zh: [
    word(
      `(?:电脑|路由器?|光猫|机顶盒|电视机?|主机|服务器|监控|设备|plc|变频器|空调|冷气|收银机|机器|时钟|电子钟|电子表|微波炉|电器|wifi|网络|数控|系统)[^,]{0,10}?(?<h>${RESTARTS})`,
    ),
    word('(?<h>重启|自动重启|重新开机)'),
  ],
  en: [
    word(
      '\\b(?:restart|reboot)(?:s|ed|ing|ted|ting)?\\b|\\breset(?:s|ting)?\\b(?!(?: the| my| our)? ?(?:breaker|switch|fuse|rcd|button|password|main))',
    ),
    word(
      '\\b(?:computers?|pcs?|routers?|tvs?|televisions?|modems?|servers?|laptops?|plcs?|desktops?|set.top boxe?s?)\\b[^,]{0,30}?(?<h>\\b(?:shut ?down|shuts down|switch(?:es|ed) (?:itself )?off|turn(?:s|ed) (?:itself |themselves )?off|crash|went off|goes off|power cycled|off and on))',
    ),
    word('\\bclocks?\\b[^,]{0,25}?(?<h>blink|flash|reset|12:00|lost the time|zero)'),
  ],
};

const BROKEN =
  '(?:烧坏|烧毁|烧掉|烧了|烧咗|烧左|烧晒|烧穿|烧光|被烧|打坏|击坏|击穿|损坏|损毁|受损|坏了|坏咗|坏左|坏掉|坏晒|搞坏|弄坏|整坏|冲坏|震坏|报废|爆了|爆咗|炸了|炸坏|劈坏|废了|全坏|都坏|坏(?=$|,)|歇菜|挂了|烧(?=$|,)|老烧|经常烧|烂咗|死咗|玩完|坏埋|不能用了|打不开了|用不了了|烧埋|烧坏埋|烧的(?=$|,))';

export const applianceDamaged: SymptomWords = {
  id: 'appliance_damaged',
  zh: [
    word(`${APPLIANCE}(?!里|内|入面|中的|里面)[^,]{0,12}?(?<h>${BROKEN})`),
    word(
      `(?<h>烧坏|烧毁|烧了|烧掉|打坏|击坏|损坏|毁坏|整坏|搞坏|弄坏|劈坏|坏了|坏咗|烧咗|烧左|烧|冲坏|击穿)(?:了|咗|左)?(?:我|我家|我们|家里|屋企|屋里|好|几|多|一|两|三|四|五|\\d|台|部|个|只|的|很|不少|所有){0,8}${APPLIANCE}`,
    ),
    word('(?:没几天|没过几天|几天|隔几天|过几天)(?:就|都)?(?:要)?(?<h>烧|坏)(?:一|掉|了|[两二三四五六]|几)'),
    word('(?:电压|雷|电)[^,]{0,6}(?<h>烧的|打的|击的|劈的)(?=$|,)'),
    word(`^(?![^,]*${GRID_THING})[^,]*?(?<h>烧坏|烧毁|击穿|打坏|电器损坏|家电损坏)`),
  ],
  en: [
    word(
      `\\b${APPLIANCE_EN}\\b(?! (?:food|contents))[^,]{0,45}?(?<h>\\b(?:damaged?|fried|burn(?:ed|t)(?:[ -]?(?:out|up))?|burn(?:s|ing)? out|blew|blown|dead|died|destroyed|broken?|ruined|killed|fail(?:ed|ure)|toast|kaput|zapped|busted|wrecked|packed (?:up|in)|stopped working|gave up|exploded|popped|no longer works?|given up|defunct|bricked|knocked out|went bang|go(?:es)? bang|struck by lightning|is gone|are gone|has gone)\\b)`,
    ),
    word(
      `(?<h>\\b(?:damag(?:ed|ing|e to)|broken|fried|frying|burn(?:ed|t)(?: out)?|blew(?: up| out)?|blowing|destroyed|broke|ruined|killed|zapped|took out|taken out|wrecked|knocked out|burning out|burns out|loss of|lost))(?: all| up| out| both| two| three| four)?(?: of)?(?: the| my| our| a| an| some| his| her| their)?(?: \\w+){0,2} ?\\b${APPLIANCE_EN}\\b(?! power)`,
    ),
    word(`\\b${APPLIANCE_EN}\\b[^,]{0,30}?(?:not|n't) work(?:ing)? any ?(?:more|longer)`),
  ],
};
