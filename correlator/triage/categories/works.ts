/** Works, construction and siting of the grid: poles in the way, digging, noise, unannounced works. */
import { word } from '../match.ts';
import type { Adjustment, CategoryRule, Findings } from './rule.ts';

const SITE =
  '(?:施工|掘路|掘到|掘地|掘开|电力工程|开挖|挖路|挖沟|挖坑|工地|施工队|工程队|架线|立杆|拉线|埋(?:管|电缆|线)|电缆沟|迁改|改造|换杆|换线|布线|装电杆|建(?:变电|配电)|起变电|施工方)';

function adjust(f: Findings): readonly Adjustment[] {
  const site = /施工|开挖|挖路|改造|架线|工程队|\bworks?\b|\bdigging\b|\bconstruction\b|\bcontractors?\b/;
  const hits = f.cues.noNotice.filter((h) => site.test(h.clause.text));
  return hits.length > 0 ? [{ by: 1.5, hits }] : [];
}

export const works: CategoryRule = {
  id: 'works',
  route: 'desk',
  zh: [
    word(SITE, 2.8),
    word(
      `${SITE}[^,]{0,14}?(?<h>噪音|好嘈|吵|扰民|没通知|未通知|冇通知|不通知|没有通知|挡|堵|没恢复|未恢复|冇恢复|不回填|没回填|乱|垃圾|尘|野蛮|占|影响(?:出行|休息|睡觉|交通)|半夜|拖|没完|坑|破坏|弄坏|挖断|水管)`,
      2.2,
    ),
    word(
      '(?:电线杆|电杆|杆子|灯柱|变压器|箱变|变电站|变电房|配电房|配电箱|电箱|环网柜|高压线|铁塔|电缆|拉线|线路|电线|充电桩)[^,]{0,14}?(?<h>挡|堵|占|碍|妨碍|移(?!动电)|迁|搬|太近|离[^,]{0,6}近|靠近|对着|门口|辐射|噪音|噪声|好嘈|很吵|太吵|嗡嗡|位置|影响(?:出行|通行|美观|建房|风水|采光)|穿过|跨过|经过我|装在|立在|建在|设在|安在|竖在)',
      4.2,
    ),
    word(
      '电磁辐射|辐射|选址|规划(?:建|变电)|征地|青苗|占用(?:农田|耕地|土地|绿地|我)|路面(?:没|未|冇)?(?:恢复|修复|回填)|砍(?:了|咗)?(?:我|我们|树)|立(?:了|咗|根|一根)?[^,]{0,3}(?:电?杆|铁塔)|蜘蛛网|宅基地|移线|迁线|没有?经过我(?:们|家)?同意|未经(?:我|我们|村民|业主)?同意|(?:起|建|装|加装|新建|安装|架|换)(?:设|起)?[^,]{0,3}(?:变压器|变电站|变电房|配电房|箱变|铁塔|高压线)|修剪树|(?:树|树木|竹子?|果树)[^,]{0,6}(?:砍|锯)|砍树|剪树|建设(?:变电|线路)|农网改造|电网(?:建设|改造)|架空线入地|线路入地|飞线整治|乱拉(?:电线|线)|线路杂乱|线[^,]{0,4}乱|电线(?:杂乱|乱)',
      4,
    ),
    word(
      '(?:坑|沟|洞|井盖|路面|泥土|余泥|建筑垃圾)[^,]{0,10}?(?<h>没填|没有填|未填|冇填|没人管|没修|不修|没恢复|没清|堆|回填)',
      3,
    ),
  ],
  en: [
    word(
      '\\b(?:build|building|erect|erecting|put(?:ting)? up|install|installing|plant(?:ing)?)\\b[^,]{0,12}?\\b(?:substation|transformer|pylons?|towers?|poles?|power ?line)\\b',
      4,
    ),
    word(
      '\\b(?:move|relocate|remove|shift|re-?site|take away)\\b[^,]{0,15}?\\b(?:pole|pylon|transformer|lines?|cables?|cabinet|tower|substation|meter box)\\b',
      4,
    ),
    word(
      '\\b(?:construction|diggers?|excavators?|digging|dug|excavat\\w*|road ?works?|trench(?:es)?|contractors?|workmen|workers|crews? (?:are|is|were) (?:digging|working|drilling)|(?:line|night|street|grid|building|cable|electrical|power) works?(?! (?:fine|well|again|now))|cable laying|works (?:in|on|at|outside|near|crew|site)|jackhammer\\w*|drilling|piling)\\b',
      3,
    ),
    word(
      '\\b(?:poles?|pylons?|transformers?|substations?|cabinets?|power ?lines?|overhead lines?|cables?|towers?|kiosk|guy wires?|stay wires?)\\b[^,]{0,45}?(?<h>\\b(?:block\\w*|in the way|obstruct\\w*|in front of|too close|so close|moved?\\b|relocat\\w*|remov\\w*|noise|noisy|humming|hums|buzzing at night|loud|radiation|ugly|drive ?way|entrance|gate|my land|my property|across my|over my|through my|next to my|beside my|being built|be built|to be built|planned (?:near|next)|install\\w* (?:in|on|next|right)|view))',
      4.2,
    ),
    word(
      '\\b(?:electromagnetic|radiation|emf|land (?:use|acquisition|owner)|easement|wayleave|siting|underground(?:ing)? the|grid (?:construction|upgrade|expansion)|tree (?:cutting|trimming)|cut (?:down )?(?:my|our|the) trees?|reinstat\\w*|pothole)\\b',
      3.4,
    ),
    word(
      '\\b(?:left|leaving|leave)\\b[^,]{0,20}?(?<h>hole|trench|mess|rubble|pit|debris|mud|ditch)\\b|\\b(?:holes?|trench(?:es)?|pits?|pavement|footpath|road surface)\\b[^,]{0,25}?(?:open|unfilled|not (?:been )?(?:filled|repaired|restored)|left)',
      3.2,
    ),
  ],
  symptoms: {},
  adjust,
};
